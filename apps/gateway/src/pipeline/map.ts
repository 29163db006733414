import { randomUUID } from "node:crypto";
import { compileStopPatterns, type EngineRequest } from "@completions-api/engine";
import { createStreamGrammar, type Violation } from "@completions-api/protocol";
import type { CompletionChunk, CompletionUsage } from "@completions-api/types";
import type { Deployment } from "../deployment.ts";
import { badAnswer } from "../engines/bad-answer.ts";
import type { Generation } from "../engines/generate.ts";
import type { ContentFilter } from "../filter/content-filter.ts";
import type { RequestRecord } from "../operation/request-record.ts";
import { Choice, sumTokens, type Tokens } from "./choice.ts";

/** What the events of a completion depend on, beside what the engine generates. */
export interface Mapping {
  readonly request: EngineRequest;
  readonly deployment: Pick<Deployment, "model">;
  readonly filter: ContentFilter | undefined;
  readonly record: RequestRecord;
}

/**
 * Makes of what an engine generates what the contract says: one identity, texts that end before stop sequences and before
 * what the content filter cuts, and the usage on the last event. However it ends, what was used is then in the record.
 *
 * @throws HttpError 502 where the deltas break the grammar of streams. Whatever the generation throws.
 */
export async function* mapPieces(
  { fingerprint, deltas: batches }: Generation,
  { request: { prompts, maxTokens, stop }, deployment, filter, record }: Mapping,
): AsyncGenerator<readonly CompletionChunk[], void, void> {
  const grammar = createStreamGrammar({ prompts: prompts.length });
  const identity = {
    id: `cmpl-${randomUUID()}`,
    object: "text_completion",
    created: Math.floor(Date.now() / 1000),
    model: deployment.model,
    ...(fingerprint !== undefined && { system_fingerprint: fingerprint }),
  } as const;
  const limits = { stop: compileStopPatterns(stop), filter };
  const choices = prompts.map((prompt) => new Choice(prompt, maxTokens, limits));
  let open = choices.length;
  try {
    for await (const deltas of batches) {
      record.firstTokenAt ??= performance.now();
      const events: CompletionChunk[] = [];
      for (const delta of deltas) {
        const { index } = delta;
        const choice = choices[index];
        if (choice === undefined) throw badAnswer(`choice ${index}, which no prompt implies`);
        const taken = choice.take(delta);
        if (taken === undefined) continue;
        const { text, finishReason } = taken;
        if (finishReason !== null) open -= 1;
        const event: CompletionChunk = {
          ...identity,
          choices: [{ index, text, finish_reason: finishReason }],
          usage: open > 0 ? null : toUsage(sumTokens(choices)),
        };
        refuse(grammar.accept(event));
        events.push(event);
        if (record.content) record.content.texts[index] += text;
      }
      if (events.length > 0) yield events;
      if (open <= 0) return;
    }
    refuse(grammar.accept("[DONE]"));
  } finally {
    const { prompt, completion } = sumTokens(choices);
    record.promptTokens = prompt;
    record.completionTokens = completion;
  }
}

function toUsage({ prompt, completion }: Tokens): CompletionUsage {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function refuse(violation: Violation | undefined): void {
  if (violation) throw badAnswer(`what breaks the rule ${violation.rule} (${violation.message})`);
}
