package tombola.lab.certificate;

import java.util.List;
import tombola.lab.store.ArmsProvenance;
import tombola.lab.store.Provenance;

/**
 * Where, when and by what a certificate's trainings were made; its hash does not cover this, its
 * signature does.
 *
 * @param data where the data lay
 * @param searches who made each search
 * @param arms who trained the controls and methods, as far as they are in the certificate
 */
public record Made(String data, List<SearchSessions> searches, List<ArmsProvenance.Session> arms) {

  /**
   * Who made a search.
   *
   * @param seed the replicate's
   * @param sessions in the order of time
   */
  public record SearchSessions(long seed, List<Provenance.Session> sessions) {
    /** Copies the list. */
    public SearchSessions {
      sessions = List.copyOf(sessions);
    }
  }

  /** Copies the lists. */
  public Made {
    searches = List.copyOf(searches);
    arms = List.copyOf(arms);
  }
}
