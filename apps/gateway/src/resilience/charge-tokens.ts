import type { Generate, Generation, GenerationRequest } from "../backends/backend.ts";
import { type Ending, type Watcher, watchDeltas } from "../backends/watch-deltas.ts";
import type { TokenCharge } from "../limits/token-charge.ts";
import { isCut } from "./cut.ts";

/**
 * Keeps the charges of requests up to date.
 *
 * @param stopsWhenLeft - returns whether the engine stops when its signal is aborted, and has then passed on all that it generated.
 */
export function chargeTokens(
  generate: Generate,
  stopsWhenLeft: (request: GenerationRequest) => boolean,
): Generate {
  return (request, signal) => {
    const { charge } = request;
    if (charge === undefined) return generate(request, signal);
    charge.state = "begun";
    return generateCharged(generate, request, new ChargeWatcher(charge, stopsWhenLeft(request), signal));
  };
}

async function generateCharged(
  generate: Generate,
  request: GenerationRequest,
  watcher: ChargeWatcher,
): Promise<Generation> {
  try {
    return watchDeltas(await generate(request, watcher.signal), watcher);
  } catch (failure) {
    watcher.onEnd({ failure });
    throw failure;
  }
}

/** Watches a generation for its charge. */
class ChargeWatcher implements Watcher {
  readonly signal: AbortSignal;
  readonly #charge: TokenCharge;
  readonly #stopsWhenLeft: boolean;
  /** True if everything that has arrived was passed on. */
  #isWaiting = true;

  constructor(charge: TokenCharge, stopsWhenLeft: boolean, signal: AbortSignal) {
    this.#charge = charge;
    this.#stopsWhenLeft = stopsWhenLeft;
    this.signal = signal;
  }

  onWait(): void {
    this.#isWaiting = true;
  }

  onArrival(): void {
    this.#isWaiting = false;
  }

  onEnd(ending: Ending): void {
    if (ending === "complete") return;
    const isOurs = ending === "left" || this.signal.aborted || isCut(ending.failure);
    if (!isOurs) return;
    // The gateway itself leaves where a text is to end. A caller who leaves may not have read what has arrived.
    const isCounted = this.#isWaiting || (ending === "left" && !this.signal.aborted);
    this.#charge.state = this.#stopsWhenLeft && isCounted ? "left" : "open";
  }
}
