import { type Assembler, createStreamGrammar, type Violation } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { Prism } from "./prism.ts";

/**
 * Lets the events of a completion through while they keep the stream's grammar; the last one only where Prism, too, has
 * nothing against the whole.
 *
 * @param choices - how many the completion is to have.
 * @param assembler - gets the events.
 * @throws Error where one may not leave.
 */
export async function* checkEvents(
  chunks: AsyncIterable<CompletionChunk>,
  choices: number,
  assembler: Assembler,
  prism: Prism,
): AsyncGenerator<CompletionChunk, void, void> {
  const grammar = createStreamGrammar({ prompts: choices });
  for await (const chunk of chunks) {
    refuse(grammar.accept(chunk));
    assembler.add(chunk);
    if (chunk.usage) {
      refuse(grammar.accept("[DONE]"));
      const headers = { "content-type": "application/json" };
      prism.check({ statusCode: 200, headers, body: assembler.completion() });
    }
    yield chunk;
  }
  refuse(grammar.end());
}

function refuse(violation: Violation | undefined): void {
  if (violation) throw new Error(`The engine breaks the rule ${violation.rule}: ${violation.message}`);
}
