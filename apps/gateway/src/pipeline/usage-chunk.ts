import type { EngineRequest } from "@completions-api/engine";
import type { CompletionChunk } from "@completions-api/types";

/** Whether a client of OpenAI's API asks, in an extra parameter that is let through, for the usage in an event of its own. */
export function wantsUsageChunk({ extra }: Pick<EngineRequest, "extra">): boolean {
  return Object(extra.stream_options).include_usage === true;
}

/** The same events, but the usage is in one more, without choices: the contract has it on the last event, whatever that is. */
export async function* giveUsageChunk(
  batches: AsyncIterable<readonly CompletionChunk[]>,
): AsyncGenerator<readonly CompletionChunk[], void, void> {
  for await (const batch of batches) {
    const last = batch.at(-1);
    if (last?.usage) yield [...batch.slice(0, -1), { ...last, usage: null }, { ...last, choices: [] }];
    else yield batch;
  }
}
