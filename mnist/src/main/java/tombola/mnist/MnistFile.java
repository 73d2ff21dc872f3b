package tombola.mnist;

/**
 * What is known about one of MNIST's files.
 *
 * @param name its name in the jar, {@code .gz} included
 * @param sha256 the checksum of the packed file, in lower-case hexadecimal digits
 * @param unpackedSize the number of bytes after unpacking
 * @param unpackedSha256 the checksum after unpacking
 */
public record MnistFile(String name, String sha256, int unpackedSize, String unpackedSha256) {}
