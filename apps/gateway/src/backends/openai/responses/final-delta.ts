import type { FinalDelta } from "@completions-api/engine";
import type { UpstreamCall } from "../requests/upstream-request.ts";
import type { ChunkReader } from "./chunk-reader.ts";
import { completeUsage, type Usage } from "./usage.ts";

/**
 * Creates the last delta of a completion, which carries the usage.
 *
 * @returns a promise only if tokens have to be counted. It rejects with the signal's reason once aborted.
 */
export function createFinalDelta(
  { end, choices, isCut }: Pick<ChunkReader, "end" | "choices" | "isCut">,
  { request, dialect, signal, onCut }: Pick<UpstreamCall, "request" | "dialect" | "signal" | "onCut">,
): FinalDelta | Promise<FinalDelta> {
  if (end === undefined) throw new Error("The completion has not ended.");
  if (isCut) onCut?.(request);
  const completion = { choices, mayLackChoices: dialect.mayConfuseChoices === true };
  const toDelta = ({ promptTokens, completionTokens }: Usage): FinalDelta => ({
    ...end.delta,
    tokens: completionTokens,
    promptTokens,
  });
  const usage = completeUsage(end.usage, request, completion, signal);
  return usage instanceof Promise ? usage.then(toDelta) : toDelta(usage);
}
