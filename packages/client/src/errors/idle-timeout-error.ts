import { StreamError } from "./stream-error.ts";

/** The response began, but its next event or the rest of its body did not arrive within `idleTimeout`. */
export class IdleTimeoutError extends StreamError {
  override readonly name = "IdleTimeoutError";
}
