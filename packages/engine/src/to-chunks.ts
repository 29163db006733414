import {
  createStreamGrammar,
  type StreamEvent,
  type StreamGrammar,
  type Violation,
} from "@completions-api/protocol";
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

let webCrypto: typeof crypto | undefined;

/** The global `crypto` of Node is a getter, which takes longer than the rest. */
function randomUUID(): string {
  webCrypto ??= crypto;
  return webCrypto.randomUUID();
}

/** Creates the identity of a new completion: a random `id`, the current time, and the engine's own part. */
export function createIdentity({
  model,
  fingerprint,
}: Pick<Engine, "model" | "fingerprint">): CompletionIdentity {
  return {
    id: `cmpl-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    model,
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

/** Options of {@link ChunkMaker}. */
export interface ChunkMakerOptions {
  readonly identity: CompletionIdentity;
  /** The request that the deltas answer. */
  readonly request: Pick<EngineRequest, "prompts" | "n"> & ChoiceRequest;
  /** Creates a limiter for the text of one choice. By default only the engine ends texts. */
  readonly limitText?: (() => TextLimiter) | undefined;
  /** Creates the error for a rule of the spec that the deltas break. */
  readonly toError?: (violation: Violation) => Error;
}

/** Options of {@link toChunks}. */
export interface ChunkOptions extends ChunkMakerOptions {
  /** Receives the tokens that were used, however the generation ends. */
  readonly usage?: { promptTokens: number; completionTokens: number };
  /**
   * True to hold the last chunk back until the deltas end, to notice an engine that goes on after its last delta. By default
   * the chunks end with the last delta.
   */
  readonly awaitEnd?: boolean;
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
  { usage, awaitEnd = false, ...options }: ChunkOptions,
): AsyncGenerator<readonly CompletionChunk[], void, void> {
  const maker = new ChunkMaker(options);
  let last: readonly CompletionChunk[] | undefined;
  try {
    for await (const batch of deltas) {
      const chunks = maker.add("index" in batch ? [batch] : batch);
      if (maker.hasEnded && awaitEnd && !maker.isCut) {
        last ??= chunks;
        continue;
      }
      if (chunks.length > 0) yield chunks;
      if (maker.hasEnded) return;
    }
    maker.end();
    if (last) yield last;
  } finally {
    if (usage) Object.assign(usage, maker.countTokens());
  }
}

/** Does what {@link toChunks} does, for code that reads the deltas in its own loop. */
export class ChunkMaker {
  readonly #options: ChunkMakerOptions;
  readonly #common: Omit<CompletionChunk, "choices" | "usage">;
  readonly #grammar: StreamGrammar;
  /** Sparse, because a body has room for 300,000 prompts with 128 choices each. */
  readonly #choices: ChoiceState[] = [];
  readonly #count: number;
  #open: number;

  constructor(options: ChunkMakerOptions) {
    const { identity, request } = options;
    const { id, created, model, fingerprint } = identity;
    const { prompts, n = 1 } = request;
    this.#options = options;
    this.#common = {
      id,
      object: "text_completion",
      created,
      model,
      ...(fingerprint !== undefined && { system_fingerprint: fingerprint }),
    };
    this.#grammar = createStreamGrammar({ prompts: prompts.length, n });
    this.#count = prompts.length * n;
    this.#open = this.#count;
  }

  /** True once every choice has ended. */
  get hasEnded(): boolean {
    return this.#open <= 0;
  }

  /** True if a text was cut, so that the engine may still be generating it. */
  get isCut(): boolean {
    return this.#choices.some((choice) => choice.isCut);
  }

  /**
   * Returns the chunks of the next deltas. There are none if no part of them is visible.
   *
   * @throws `toError` if they break the grammar of streams.
   */
  add(deltas: readonly Delta[]): readonly CompletionChunk[] {
    const { request, limitText } = this.#options;
    const chunks: CompletionChunk[] = [];
    for (const delta of deltas) {
      const { index } = delta;
      // A choice without a prompt is for the grammar to refuse.
      const isChoice = Number.isInteger(index) && index >= 0 && index < this.#count;
      if (isChoice) this.#choices[index] ??= new ChoiceState(request, limitText);
      const choice = this.#choices[index];
      const visible = choice ? choice.add(delta) : delta;
      if (visible === undefined) continue;
      if (visible.finishReason !== null) this.#open -= 1;
      const chunk: CompletionChunk = {
        ...this.#common,
        choices: [toChoice(index, visible, request)],
        usage: this.#open > 0 ? null : toUsage(sumTokens(this.#choices, request)),
      };
      this.#check(chunk);
      chunks.push(chunk);
    }
    return chunks;
  }

  /**
   * Ends the deltas.
   *
   * @throws `toError` if a choice has not ended.
   */
  end(): void {
    this.#check("[DONE]");
  }

  /** Counts the tokens that were used so far. */
  countTokens(): { readonly promptTokens: number; readonly completionTokens: number } {
    const { prompt, completion } = sumTokens(this.#choices, this.#options.request);
    return { promptTokens: prompt, completionTokens: completion };
  }

  #check(event: StreamEvent): void {
    const violation = this.#grammar.accept(event);
    if (violation) throw (this.#options.toError ?? breaksRule)(violation);
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
