import type { Fault } from "./fault.ts";

/** What a server says went wrong: the `cause` of what the caller is told. It cites nothing that was said to people. */
export class UpstreamError extends Error {
  override readonly name = "UpstreamError";
  readonly status: number;

  constructor({ status, code }: Pick<Fault, "status" | "code">) {
    super(`The model's server says ${status}${code && ` (${code})`}.`);
    this.status = status;
  }
}
