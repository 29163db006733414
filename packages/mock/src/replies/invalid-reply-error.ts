import { formatPath } from "../script/invalid-script-error.ts";

/** A reply that an error is about. */
export interface ReplyPlace {
  /** The beginning of the message, such as "Reply 3 is invalid". */
  readonly verdict: string;
  /** The place of the reply among those that are registered together, counted from 0. */
  readonly index: number;
}

/** A reply that cannot be registered, or that cannot answer a request, because its answer would break the contract. */
export class InvalidReplyError extends Error {
  override readonly name = "InvalidReplyError";
  /** The place of the reply among those that were registered together, counted from 0. */
  readonly index: number;
  /** The path to the value at fault within the reply, such as `["answer", "status"]`. */
  readonly path: readonly string[];
  /** The problem with that value, such as "must be at most 0". */
  readonly problem: string;

  /** @param problem - continues the path, without a period. */
  constructor(
    { verdict, index }: ReplyPlace,
    path: readonly string[],
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${verdict}: ${formatPath(["reply", ...path]) || "it"} ${problem}.`, options);
    this.index = index;
    this.path = path;
    this.problem = problem;
  }
}
