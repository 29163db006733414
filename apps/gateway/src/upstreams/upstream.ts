import type { Generate, Generation, GenerationRequest } from "../engines/generate.ts";
import { Breaker, type BreakerOptions, type BreakerState } from "./breaker.ts";
import { type Ending, watchDeltas } from "./watch-deltas.ts";

/** What an upstream is made of. */
export interface UpstreamOptions {
  /** What metrics call it, such as its base URL without a password. */
  readonly name: string;
  readonly generate: Generate;
  readonly breaker: BreakerOptions;
}

/** One of the servers that a deployment is spread over. */
export class Upstream {
  readonly name: string;
  readonly #generate: Generate;
  readonly #breaker: Breaker;
  #inFlight = 0;

  constructor({ name, generate, breaker }: UpstreamOptions) {
    this.name = name;
    this.#generate = generate;
    this.#breaker = new Breaker(breaker);
  }

  /** Generations that have not ended. */
  get inFlight(): number {
    return this.#inFlight;
  }

  get breakerState(): BreakerState {
    return this.#breaker.state;
  }

  /** Whether it takes a request now. */
  get isAvailable(): boolean {
    return this.#breaker.admits;
  }

  /** Seconds until it may take one, where it does not now. */
  get retryAfterSeconds(): number {
    return this.#breaker.retryAfterSeconds;
  }

  /** To be called only where it {@link isAvailable}. What it does else is what {@link Generate} says. */
  async generate(request: GenerationRequest, signal: AbortSignal): Promise<Generation> {
    const call = this.#breaker.begin();
    this.#inFlight += 1;
    const ended = (ending: Ending): void => {
      this.#inFlight -= 1;
      call.ended(signal.aborted ? "left" : ending);
    };
    try {
      const generation = await this.#generate(request, signal);
      call.begun();
      return watchDeltas(generation, { ended });
    } catch (failure) {
      ended({ failure });
      throw failure;
    }
  }
}
