package tombola.lab.export;

/** Writes a ticket as a file of one format. */
sealed interface Exporter permits TombolaFile, SafetensorsFile, OnnxFile, CFile, TicketJar {

  /** Returns the whole file; equal tickets give equal bytes. */
  byte[] write(PackedTicket ticket);
}
