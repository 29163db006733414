import type { Delta } from "@completions-api/engine";
import type { CancellationSignal } from "@completions-api/http";
import { HttpError } from "@completions-api/protocol";
import { areTokensKnown } from "../backends/are-tokens-known.ts";
import type { Generate, Generation, GenerationRequest } from "../backends/backend.ts";
import { type Ending, type Watcher, watchDeltas } from "../backends/watch-deltas.ts";
import type { Turn } from "./caller-queue.ts";
import type { DeploymentQueue } from "./deployment-queue.ts";

/**
 * Makes each generation hold a slot from its beginning to its end, if its caller or the deployment is limited.
 *
 * @param stopsWhenLeft - returns whether the engine stops when its signal is aborted, and has then passed on all that it generated.
 */
export function limitConcurrency(
  generate: Generate,
  queue: DeploymentQueue,
  stopsWhenLeft: (request: GenerationRequest) => boolean,
): Generate {
  return (request, signal) =>
    queue.limits(request.caller)
      ? generateInSlot(generate, { queue, request, signal, stopsWhenLeft })
      : generate(request, signal);
}

/** A request that needs a slot. */
interface LimitedRequest {
  readonly queue: DeploymentQueue;
  readonly request: GenerationRequest;
  readonly signal: CancellationSignal;
  readonly stopsWhenLeft: (request: GenerationRequest) => boolean;
}

async function generateInSlot(generate: Generate, limited: LimitedRequest): Promise<Generation> {
  const { queue, request, signal } = limited;
  signal.throwIfAborted();
  const taken = queue.take(request.caller, countMostTokens(request), signal);
  const slot = new Slot(limited, taken instanceof Promise ? await recordWait(taken, request.record) : taken);
  try {
    return watchDeltas(await generate(request, signal), slot);
  } catch (failure) {
    slot.onFailure(failure);
    throw failure;
  }
}

/** Waits for a slot, and records how long. */
async function recordWait(taken: Promise<Turn>, record: GenerationRequest["record"]): Promise<Turn> {
  if (record === undefined) return taken;
  record.queuedAt = performance.now();
  try {
    return await taken;
  } finally {
    record.dequeuedAt = performance.now();
  }
}

/** Holds a slot for a generation, and counts its tokens. */
class Slot implements Watcher {
  readonly #queue: DeploymentQueue;
  readonly #turn: Turn;
  readonly #signal: CancellationSignal;
  readonly #choicesPerPrompt: number;
  /** The tokens of the prompts, as an estimate. */
  readonly #expectedPromptTokens: number;
  readonly #stopsWhenLeft: boolean;
  /** By prompt. Any of its choices may state them: some engines state 0 with all but the last. */
  readonly #promptTokens: number[] = [];
  #tokens = 0;
  /** Some engines count their tokens only at the end. Until then, each delta counts as one. */
  #deltas = 0;

  constructor({ queue, request, signal, stopsWhenLeft }: LimitedRequest, turn: Turn) {
    this.#queue = queue;
    this.#turn = turn;
    this.#signal = signal;
    this.#choicesPerPrompt = request.n ?? 1;
    this.#expectedPromptTokens = request.promptTokens;
    this.#stopsWhenLeft = stopsWhenLeft(request);
  }

  onArrival(deltas: readonly Delta[]): void {
    this.#deltas += deltas.length;
    for (const delta of deltas) {
      this.#tokens += delta.tokens;
      if (delta.finishReason === null) continue;
      this.#tokens += delta.discardedTokens ?? 0;
      this.#promptTokens[Math.floor(delta.index / this.#choicesPerPrompt)] ||= delta.promptTokens;
    }
  }

  onEnd(ending: Ending, isRead: boolean): void {
    this.#queue.release(this.#turn, this.#countUsed(ending, isRead));
  }

  /** Takes note that the generation did not begin. */
  onFailure(failure: unknown): void {
    // Then the engine has refused the request, and generated nothing.
    const isRefusal = failure instanceof HttpError && failure.status < 500;
    this.#queue.release(this.#turn, isRefusal ? 0 : this.#turn.tokens);
  }

  #countUsed(ending: Ending, isRead: boolean): number {
    const promptTokens = this.#promptTokens.reduce((sum, tokens) => sum + tokens, 0);
    if (ending === "complete") return promptTokens + this.#tokens;
    const broken = { stopsWhenLeft: this.#stopsWhenLeft, ending, isRead, signal: this.#signal };
    return areTokensKnown(broken)
      ? Math.max(promptTokens, this.#expectedPromptTokens) + Math.max(this.#tokens, this.#deltas)
      : this.#turn.tokens;
  }
}

/** Counts the most tokens that a request can use. */
function countMostTokens({ prompts, promptTokens, n = 1, bestOf = n, maxTokens }: GenerationRequest): number {
  return promptTokens + prompts.length * bestOf * maxTokens;
}
