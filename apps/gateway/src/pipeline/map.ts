import { randomUUID } from "node:crypto";
import {
  createEventMaker,
  type EngineRequest,
  HoldBack,
  type Piece,
  stopPatterns,
} from "@completions-api/engine";
import { createStreamGrammar, otherError, type Violation } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { Deployment } from "../deployment.ts";
import type { Generation } from "../engines/generate.ts";
import type { ContentFilter, TextWatch } from "../filter/content-filter.ts";
import type { RequestRecord } from "../operation/request-record.ts";
import { estimateTokens } from "./estimate-tokens.ts";

/** What the events of a completion depend on, beside what the engine generates. */
export interface Mapping {
  readonly request: EngineRequest;
  readonly deployment: Deployment;
  readonly filter: ContentFilter | undefined;
  readonly record: RequestRecord;
}

/**
 * Makes of what an engine generates what the contract says: one identity, texts that end before stop sequences and before
 * what the content filter cuts, and the usage on the last event. What has been used so far is in the record at any time.
 *
 * @throws ApiError 502 where the pieces break the grammar of streams. Whatever the generation throws.
 */
export async function* mapPieces(
  { fingerprint, pieces: batches }: Generation,
  { request, deployment, filter, record }: Mapping,
): AsyncGenerator<readonly CompletionChunk[], void, void> {
  const { prompts } = request;
  const grammar = createStreamGrammar({ prompts: prompts.length });
  const makeEvent = createEventMaker({
    id: `cmpl-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    model: deployment.model,
    ...(fingerprint !== undefined && { fingerprint }),
    choices: prompts.length,
  });
  const patterns = stopPatterns(request.stop);
  const choices = prompts.map((prompt) => new ChoiceText(estimateTokens([prompt]), patterns, filter));
  // Until the usage is known, each piece counts as a token and prompts as what they are estimated at.
  record.promptTokens = estimateTokens(prompts);

  for await (const pieces of batches) {
    record.firstTokenAt ??= performance.now();
    const events: CompletionChunk[] = [];
    for (const piece of pieces) {
      const choice = choices[piece.index];
      if (choice === undefined) throw badGateway(`it sent choice ${piece.index}, which no prompt implies`);
      if (choice.cut) continue;
      const event = makeEvent(choice.take(piece));
      refuse(grammar.accept(event));
      events.push(event);
      if (record.content) record.content.texts[piece.index] += event.choices[0]?.text ?? "";
      record.completionTokens += 1;
      if (event.usage) {
        record.promptTokens = event.usage.prompt_tokens;
        record.completionTokens = event.usage.completion_tokens;
        refuse(grammar.accept("[DONE]"));
        yield events;
        return;
      }
    }
    if (events.length > 0) yield events;
  }
  refuse(grammar.end());
}

/** The text of a choice on its way. */
class ChoiceText {
  /** Whether the content filter has ended it. */
  cut = false;
  readonly #promptTokens: number;
  readonly #stop: HoldBack | undefined;
  readonly #watch: TextWatch | undefined;
  #uncounted = 0;

  constructor(
    promptTokens: number,
    patterns: ConstructorParameters<typeof HoldBack>[0],
    filter: ContentFilter | undefined,
  ) {
    this.#promptTokens = promptTokens;
    this.#stop = patterns.length > 0 ? new HoldBack(patterns) : undefined;
    this.#watch = filter?.watch();
  }

  take(piece: Piece): Piece {
    const stop = this.#stop;
    const watch = this.#watch;
    if (stop === undefined && watch === undefined) return piece;
    const isLast = piece.finishReason !== null;
    let text = stop ? stop.push(piece.text) + (isLast ? stop.end() : "") : piece.text;
    if (watch) text = watch.push(text) + (isLast ? watch.end() : "");
    // An engine that counts only at the end never gets there where the filter ends a text.
    if (!isLast && piece.tokens === 0) this.#uncounted += 1;
    if (watch?.stopped) {
      this.cut = true;
      const counted = isLast
        ? piece
        : { tokens: piece.tokens + this.#uncounted, promptTokens: this.#promptTokens };
      return { ...piece, ...counted, text, finishReason: "content_filter" };
    }
    return isLast && stop?.stopped ? { ...piece, text, finishReason: "stop" } : { ...piece, text };
  }
}

function refuse(violation: Violation | undefined): void {
  if (violation) throw badGateway(`it breaks the rule ${violation.rule}: ${violation.message}`);
}

function badGateway(what: string): Error {
  const message = "The model's server gave an answer that cannot be understood. Try again.";
  return otherError("bad_gateway", message, { cause: new Error(`Of the model's server: ${what}.`) });
}
