/** Why the command could not run, for whoever has called it: its message is all that is printed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
