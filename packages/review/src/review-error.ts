/** A reason why two specs cannot be compared. Its message says what is wrong, where, and what to do. The exit code is 2. */
export class ReviewError extends Error {
  override readonly name = "ReviewError";
}
