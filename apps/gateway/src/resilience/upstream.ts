import type { Generate, Generation, GenerationRequest } from "../backends/backend.ts";
import { Breaker, type BreakerOptions, type BreakerState } from "./breaker.ts";
import { type Ending, watchDeltas } from "./watch-deltas.ts";

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
  #inFlight = 0;

  constructor({ name, generate, breaker }: UpstreamOptions) {
    this.name = name;
    this.#generate = generate;
    this.#breaker = new Breaker(breaker);
  }

  /** The number of generations that have not ended. */
  get inFlight(): number {
    return this.#inFlight;
  }

  get breakerState(): BreakerState {
    return this.#breaker.state;
  }

  /** True if it takes a request now. */
  get isAvailable(): boolean {
    return this.#breaker.admits;
  }

  /** Seconds until it may take a request, if it takes none now. */
  get retryAfterSeconds(): number {
    return this.#breaker.retryAfterSeconds;
  }

  /** Starts a generation as {@link Generate} says. Call it only while {@link isAvailable}. */
  async generate(request: GenerationRequest, signal: AbortSignal): Promise<Generation> {
    const call = this.#breaker.begin();
    this.#inFlight += 1;
    const onEnd = (ending: Ending): void => {
      this.#inFlight -= 1;
      call.ended(signal.aborted ? "left" : ending);
    };
    try {
      const generation = await this.#generate(request, signal);
      call.begun();
      return watchDeltas(generation, { onEnd });
    } catch (failure) {
      onEnd({ failure });
      throw failure;
    }
  }
}
