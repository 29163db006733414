import type { CompletionFinishReason } from "@completions-api/types";
import { badAnswer } from "../bad-answer.ts";
import type { Dialect } from "./dialect.ts";

/**
 * What a server's finish reason means; null where the choice has not ended.
 *
 * @throws HttpError 502 for one that the dialect does not know: whatever it is, the completion is not what was asked for.
 */
export function readFinishReason(
  reason: unknown,
  { finishReasons }: Pick<Dialect, "finishReasons">,
): CompletionFinishReason | null {
  if (reason === null || reason === undefined) return null;
  const meaning = typeof reason === "string" ? finishReasons.get(reason) : undefined;
  if (meaning === undefined) {
    const name = typeof reason === "string" && /^\w{1,40}$/.test(reason) ? reason : typeof reason;
    throw badAnswer(`the finish reason ${JSON.stringify(name)}`);
  }
  return meaning;
}
