package tombola.lab.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Who trained the arms of a run's verifications: one session for each time that a command trained
 * some.
 *
 * @param dataChecksum SHA-256 of the data's content
 * @param sessions in the order of time
 */
public record ArmsProvenance(String dataChecksum, List<Session> sessions) {

  /**
   * One command's work.
   *
   * @param machine on what and when; its levels are none
   * @param outcomes what it trained, such as {@code seed 1, random-mask, level 2}
   */
  public record Session(Provenance.Session machine, List<String> outcomes) {
    /** Copies the list. */
    public Session {
      outcomes = List.copyOf(outcomes);
    }

    /** Returns this session after another outcome. */
    public Session with(String outcome, String now) {
      List<String> more = new ArrayList<>(outcomes);
      more.add(outcome);
      return new Session(machine.until(now), more);
    }
  }

  /** Copies the list. */
  public ArmsProvenance {
    sessions = List.copyOf(sessions);
  }

  /** Returns this provenance with {@code session} at its end. */
  public ArmsProvenance with(Session session) {
    List<Session> more = new ArrayList<>(sessions);
    more.add(session);
    return new ArmsProvenance(dataChecksum, more);
  }
}
