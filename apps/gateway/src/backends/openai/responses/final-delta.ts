import type { FinalDelta } from "@completions-api/engine";
import type { UpstreamCall } from "../requests/upstream-request.ts";
import type { ChunkReader } from "./chunk-reader.ts";
import { completeUsage } from "./usage.ts";

/**
 * Creates the last delta of a completion, which carries the usage.
 *
 * @throws the signal's reason once aborted.
 */
export async function createFinalDelta(
  { end, choices }: Pick<ChunkReader, "end" | "choices">,
  { request, dialect, signal }: Pick<UpstreamCall, "request" | "dialect" | "signal">,
): Promise<FinalDelta> {
  if (end === undefined) throw new Error("The completion has not ended.");
  const completion = { choices, mayLackChoices: dialect.mayConfuseChoices === true };
  const { promptTokens, completionTokens } = await completeUsage(end.usage, request, completion, signal);
  return { ...end.delta, tokens: completionTokens, promptTokens };
}
