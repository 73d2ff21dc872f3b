package tombola.lab.transfer;

import java.util.List;
import java.util.stream.Stream;
import tombola.verify.Carried;

/** The arms that every transfer has. */
public final class TransferArms {
  /** What all others are compared with. */
  public static final TransferArm DENSE = new TransferArm.DenseFromScratch();

  /** The dense network that knows the source. */
  public static final TransferArm PRETRAINED = new TransferArm.DensePretrained();

  /** What a carried ticket has to beat. */
  public static final TransferArm RANDOM = new TransferArm.Carry(new Carried.LayerCounts());

  /** The ticket that the target finds by itself. */
  public static final TransferArm OWN = new TransferArm.OwnTicket();

  /** The strengths of a carried ticket, of which claims are made, from most to least. */
  public static final List<TransferArm> STRENGTHS =
      List.of(
          new TransferArm.Carry(new Carried.TrainedWeights()),
          new TransferArm.Carry(new Carried.InitialWeights()),
          new TransferArm.Carry(new Carried.MaskAndSigns()),
          new TransferArm.Carry(new Carried.MaskAlone()));

  /** All arms, in the order of the tables. */
  public static final List<TransferArm> ALL =
      Stream.concat(STRENGTHS.stream(), Stream.of(RANDOM, DENSE, PRETRAINED, OWN)).toList();

  private TransferArms() {}
}
