import type { Fault } from "./fault.ts";

/** What a server of an engine has said went wrong: the `cause` of what the caller is told. Its message cites no prompt. */
export class UpstreamError extends Error {
  override readonly name = "UpstreamError";
  readonly status: number;

  constructor({ status, code }: Pick<Fault, "status" | "code">) {
    const words = code && /^[\w .:-]{1,100}$/.test(code) ? ` (${code})` : "";
    super(`The model's server says ${status}${words}.`);
    this.status = status;
  }
}
