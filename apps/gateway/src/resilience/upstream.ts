import type { CancellationSignal } from "@completions-api/http";
import type { Generate, Generation } from "../backends/backend.ts";
import { createCheckRequest } from "../backends/check-request.ts";
import { collectUnlessStreamed } from "../backends/collect-deltas.ts";
import { type Ending, watchDeltas } from "../backends/watch-deltas.ts";
import { findBlame } from "./blame.ts";
import { Breaker, type BreakerOptions, type BreakerState } from "./breaker.ts";
import { noteUpstream } from "./failed-upstream.ts";

/** Options of an {@link Upstream}. */
export interface UpstreamOptions {
  /** Its name in metrics, such as its base URL without a password. */
  readonly name: string;
  readonly generate: Generate;
  readonly breaker: BreakerOptions;
}

/** One of the servers that a deployment's requests are spread over, with its breaker. */
export class Upstream {
  readonly name: string;
  readonly #generate: Generate;
  readonly #breaker: Breaker;
  readonly #closing = new AbortController();
  #inFlight = 0;
  #failures = 0;
  #cuts = 0;

  constructor({ name, generate, breaker }: UpstreamOptions) {
    this.name = name;
    this.#generate = generate;
    this.#breaker = new Breaker(breaker, () => this.#works());
  }

  /** The number of generations that have not ended. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** The number of failed generations, except those whose request or caller was to blame. */
  get failures(): number {
    return this.#failures;
  }

  /** The number of generations that went on after `max_tokens`, so that the rest was cut off. */
  get cuts(): number {
    return this.#cuts;
  }

  noteCut(): void {
    this.#cuts += 1;
  }

  get breakerState(): BreakerState {
    return this.#breaker.state;
  }

  /** True if it takes a request now. */
  get isAvailable(): boolean {
    return this.#breaker.admits;
  }

  /** True while it is being checked after failures. Another upstream is a better choice. */
  get isInDoubt(): boolean {
    return this.#breaker.isChecking;
  }

  /** Seconds until it may take a request, if it takes none now. */
  get retryAfterSeconds(): number {
    return this.#breaker.retryAfterSeconds;
  }

  /**
   * Starts a generation as {@link Generate} says. Call it only while {@link isAvailable}. Deltas that the caller does not want as
   * a stream are collected only here, so that the breaker knows of the first ones: the rest may take minutes.
   */
  readonly generate: Generate = (request, signal) => {
    const call = this.#breaker.begin();
    this.#inFlight += 1;
    if (request.record) request.record.askedUpstream = this.name;
    const onEnd = (ending: Ending): void => {
      this.#inFlight -= 1;
      if (typeof ending === "object") this.#noteFailure(ending.failure, signal);
      call.ended(signal.aborted ? "left" : ending);
    };
    const watch = (generation: Generation): Generation | Promise<Generation> => {
      call.begun();
      return collectUnlessStreamed(watchDeltas(generation, { onEnd }), request);
    };
    const fail = (failure: unknown): never => {
      onEnd({ failure });
      throw failure;
    };
    return this.#generate(request, signal).then(watch, fail);
  };

  #noteFailure(failure: unknown, signal: CancellationSignal): void {
    noteUpstream(failure, this.name);
    if (!signal.aborted && findBlame(failure) !== "request") this.#failures += 1;
  }

  /** Cancels a check that is running. */
  close(): void {
    this.#closing.abort(new Error("The gateway is closing."));
  }

  /** Returns whether the upstream completes a prompt with one token, or at least says why not. */
  async #works(): Promise<boolean> {
    try {
      const { deltas } = await this.#generate(createCheckRequest(1), this.#closing.signal);
      for await (const _ of deltas);
      return true;
    } catch (failure) {
      return findBlame(failure) === "request";
    }
  }
}
