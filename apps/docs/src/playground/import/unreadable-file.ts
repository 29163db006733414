/** A file that is neither an HTTP Archive nor a cassette, or that has nothing to show. The message says what is wrong and where. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
}
