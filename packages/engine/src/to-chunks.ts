import { createStreamGrammar, type StreamEvent, type Violation } from "@completions-api/protocol";
import type { ChunkChoice, CompletionChunk, CompletionUsage } from "@completions-api/types";
import {
  type ChoiceRequest,
  ChoiceState,
  sumTokens,
  type TextLimiter,
  type TokenCounts,
  type VisibleDelta,
} from "./choice-state.ts";
import type { Delta, Engine, EngineRequest } from "./engine.ts";

/** Properties that all chunks of a completion share. */
export interface CompletionIdentity {
  readonly id: string;
  /** Unix time in seconds. */
  readonly created: number;
  readonly model: string;
  /** The `system_fingerprint`. */
  readonly fingerprint?: string;
}

/** Creates the identity of a new completion: a random `id`, the current time, and the engine's own part. */
export function createIdentity({
  model,
  fingerprint,
}: Pick<Engine, "model" | "fingerprint">): CompletionIdentity {
  return {
    id: `cmpl-${crypto.randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    model,
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

/** Options of {@link toChunks}. */
export interface ChunkOptions {
  readonly identity: CompletionIdentity;
  /** The request that the deltas answer. */
  readonly request: Pick<EngineRequest, "prompts" | "n"> & ChoiceRequest;
  /** Creates a limiter for the text of one choice. By default only the engine ends texts. */
  readonly limitText?: (() => TextLimiter) | undefined;
  /** Receives the tokens that were used, however the generation ends. */
  readonly usage?: { promptTokens: number; completionTokens: number };
  /**
   * True to hold the last chunk back until the deltas end, to notice an engine that goes on after its last delta. By default
   * the chunks end with the last delta.
   */
  readonly awaitEnd?: boolean;
  /** Creates the error for a rule of the spec that the deltas break. */
  readonly toError?: (violation: Violation) => Error;
}

/**
 * Maps an engine's deltas to the chunks of a completion, which are the events of its stream or, assembled, its response: one
 * identity, and the usage on the last chunk. A choice has the extra properties of its deltas, and their
 * `logprobs` if the request asks for them. Every chunk is checked against the grammar of streams.
 *
 * @param deltas - single deltas, or batches of deltas that became known together.
 * @returns chunks in the same batches. Batches without a visible chunk are left out.
 * @throws whatever `deltas` throws, and `toError` if they break the grammar of streams.
 */
export async function* toChunks(
  deltas: AsyncIterable<Delta | readonly Delta[]>,
  { identity, request, limitText, usage, awaitEnd = false, toError = breaksRule }: ChunkOptions,
): AsyncGenerator<readonly CompletionChunk[], void, void> {
  const { id, created, model, fingerprint } = identity;
  const common = {
    id,
    object: "text_completion",
    created,
    model,
    ...(fingerprint !== undefined && { system_fingerprint: fingerprint }),
  } as const;
  const { prompts, n = 1 } = request;
  const grammar = createStreamGrammar({ prompts: prompts.length, n });
  // Sparse, because a body has room for 300,000 prompts with 128 choices each.
  const choices: ChoiceState[] = [];
  const count = prompts.length * n;
  let open = count;
  let last: readonly CompletionChunk[] | undefined;

  function check(event: StreamEvent): void {
    const violation = grammar.accept(event);
    if (violation) throw toError(violation);
  }

  try {
    for await (const batch of deltas) {
      const chunks: CompletionChunk[] = [];
      for (const delta of "index" in batch ? [batch] : batch) {
        const { index } = delta;
        // A choice without a prompt is for the grammar to refuse.
        const isChoice = Number.isInteger(index) && index >= 0 && index < count;
        if (isChoice) choices[index] ??= new ChoiceState(request, limitText);
        const choice = choices[index];
        const visible = choice ? choice.add(delta) : delta;
        if (visible === undefined) continue;
        if (visible.finishReason !== null) open -= 1;
        const chunk: CompletionChunk = {
          ...common,
          choices: [toChoice(index, visible, request)],
          usage: open > 0 ? null : toUsage(sumTokens(choices, request)),
        };
        check(chunk);
        chunks.push(chunk);
      }
      if (open <= 0 && awaitEnd && !choices.some((choice) => choice.isCut)) {
        last ??= chunks;
        continue;
      }
      if (chunks.length > 0) yield chunks;
      if (open <= 0) return;
    }
    check("[DONE]");
    if (last) yield last;
  } finally {
    if (usage) {
      const { prompt, completion } = sumTokens(choices, request);
      usage.promptTokens = prompt;
      usage.completionTokens = completion;
    }
  }
}

function toChoice(
  index: number,
  { text, finishReason, logprobs, extra }: VisibleDelta,
  request: ChoiceRequest,
): ChunkChoice {
  const choice = { index, text, finish_reason: finishReason };
  if (request.logprobs === undefined && extra === undefined) return choice;
  return { ...extra, ...choice, ...(request.logprobs !== undefined && logprobs && { logprobs }) };
}

function toUsage({ prompt, completion }: TokenCounts): CompletionUsage {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function breaksRule({ rule, message }: Violation): Error {
  return new Error(`The engine breaks the rule ${rule}: ${message}`);
}
