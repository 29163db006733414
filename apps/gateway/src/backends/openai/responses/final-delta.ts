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
  { end, choices, isCut }: Pick<ChunkReader, "end" | "choices" | "isCut">,
  { request, dialect, signal, onCut }: Pick<UpstreamCall, "request" | "dialect" | "signal" | "onCut">,
): Promise<FinalDelta> {
  if (end === undefined) throw new Error("The completion has not ended.");
  if (isCut) onCut?.(request);
  const completion = { choices, mayLackChoices: dialect.mayConfuseChoices === true };
  const { promptTokens, completionTokens } = await completeUsage(end.usage, request, completion, signal);
  return { ...end.delta, tokens: completionTokens, promptTokens };
}
