/** An error that the user can correct. Its message is all that the program prints about it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
