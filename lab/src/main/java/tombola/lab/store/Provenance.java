package tombola.lab.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Who made a replicate: one session for each time that a command worked on it.
 *
 * @param dataChecksum SHA-256 of the data's content
 * @param sessions in the order of time
 */
public record Provenance(String dataChecksum, List<Session> sessions) {

  /**
   * One command's work.
   *
   * @param version Tombola's version
   * @param commit the commit it was built from, or {@code unknown}
   * @param jdk vendor and version of the Java runtime
   * @param os name, version and architecture of the operating system
   * @param cpu the processor's model
   * @param cores processors that the JVM may use
   * @param kernels the kernels by name
   * @param laneBits width of their vectors in bits; 32 for a value at a time
   * @param threads threads of one step
   * @param started when the command began, in UTC
   * @param ended when its last level was stored, in UTC
   * @param levels the levels that it trained
   */
  public record Session(
      String version,
      String commit,
      String jdk,
      String os,
      String cpu,
      int cores,
      String kernels,
      int laneBits,
      int threads,
      String started,
      String ended,
      List<Integer> levels) {

    /** Copies the list. */
    public Session {
      levels = List.copyOf(levels);
    }

    /** Returns this session with another end. */
    Session until(String now) {
      return new Session(
          version, commit, jdk, os, cpu, cores, kernels, laneBits, threads, started, now, levels);
    }

    /** Returns this session after another level. */
    public Session with(int level, String now) {
      List<Integer> more = new ArrayList<>(levels);
      more.add(level);
      return new Session(
          version, commit, jdk, os, cpu, cores, kernels, laneBits, threads, started, now, more);
    }
  }

  /** Copies the list. */
  public Provenance {
    sessions = List.copyOf(sessions);
  }

  /** Returns this provenance with {@code session} at its end. */
  public Provenance with(Session session) {
    List<Session> more = new ArrayList<>(sessions);
    more.add(session);
    return new Provenance(dataChecksum, more);
  }
}
