import type { Assembler } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { Prism } from "./prism.ts";

/**
 * Passes on the chunks of a completion. Before the last one leaves, Prism checks the completion that they add up to.
 *
 * @param assembler - collects the chunks.
 * @throws Error if Prism refuses the completion.
 */
export async function* checkCompletion(
  batches: AsyncIterable<readonly CompletionChunk[]>,
  assembler: Assembler,
  prism: Pick<Prism, "checkResponse">,
): AsyncGenerator<readonly CompletionChunk[], void, void> {
  for await (const batch of batches) {
    for (const chunk of batch) assembler.add(chunk);
    if (batch.at(-1)?.usage) {
      const headers = { "content-type": "application/json" };
      prism.checkResponse({ statusCode: 200, headers, body: assembler.completion() });
    }
    yield batch;
  }
}
