import { type Delta, estimateTokens } from "@completions-api/engine";
import { HttpError } from "@completions-api/protocol";
import type { Generate, Generation, GenerationRequest } from "../backends/backend.ts";
import { type Ending, type Watcher, watchDeltas } from "../backends/watch-deltas.ts";
import type { Turn } from "./caller-queue.ts";
import type { DeploymentQueue } from "./deployment-queue.ts";

/** Makes each generation hold a slot from its beginning to its end, if its caller or the deployment is limited. */
export function limitConcurrency(generate: Generate, queue: DeploymentQueue): Generate {
  return (request, signal) =>
    queue.limits(request.caller)
      ? generateInSlot(generate, queue, request, signal)
      : generate(request, signal);
}

async function generateInSlot(
  generate: Generate,
  queue: DeploymentQueue,
  request: GenerationRequest,
  signal: AbortSignal,
): Promise<Generation> {
  signal.throwIfAborted();
  const taken = queue.take(request.caller, countMostTokens(request), signal);
  const slot = new Slot(queue, taken instanceof Promise ? await taken : taken, request);
  try {
    return watchDeltas(await generate(request, signal), slot);
  } catch (failure) {
    slot.onFailure(failure);
    throw failure;
  }
}

/** Holds a slot for a generation, and counts its tokens. */
class Slot implements Watcher {
  readonly #queue: DeploymentQueue;
  readonly #turn: Turn;
  readonly #choicesPerPrompt: number;
  #tokens = 0;

  constructor(queue: DeploymentQueue, turn: Turn, { n = 1 }: GenerationRequest) {
    this.#queue = queue;
    this.#turn = turn;
    this.#choicesPerPrompt = n;
  }

  onArrival(deltas: readonly Delta[]): void {
    for (const delta of deltas) {
      this.#tokens += delta.tokens;
      if (delta.finishReason === null) continue;
      this.#tokens += delta.discardedTokens ?? 0;
      // All choices of a prompt state its tokens.
      if (delta.index % this.#choicesPerPrompt === 0) this.#tokens += delta.promptTokens;
    }
  }

  onEnd(ending: Ending): void {
    // The engine may go on after any other end.
    this.#queue.release(this.#turn, ending === "complete" ? this.#tokens : this.#turn.tokens);
  }

  /** Takes note that the generation did not begin. */
  onFailure(failure: unknown): void {
    // Then the engine has refused the request, and generated nothing.
    const isRefusal = failure instanceof HttpError && failure.status < 500;
    this.#queue.release(this.#turn, isRefusal ? 0 : this.#turn.tokens);
  }
}

/** Counts the most tokens that a request can use. */
function countMostTokens({ prompts, n = 1, bestOf = n, maxTokens }: GenerationRequest): number {
  return estimateTokens(prompts) + prompts.length * bestOf * maxTokens;
}
