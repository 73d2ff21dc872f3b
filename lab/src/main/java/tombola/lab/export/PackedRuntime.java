package tombola.lab.export;

import java.nio.ByteBuffer;
import tombola.runtime.Tombola;

/** A packed ticket in our own runtime, by way of the compact file. */
final class PackedRuntime {
  private PackedRuntime() {}

  static Tombola of(PackedTicket ticket) {
    return Tombola.load(ByteBuffer.wrap(new TombolaFile().write(ticket)));
  }
}
