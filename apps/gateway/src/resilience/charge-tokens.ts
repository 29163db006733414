import type { CancellationSignal } from "@completions-api/http";
import { areTokensKnown } from "../backends/are-tokens-known.ts";
import type { Generate, Generation, GenerationRequest } from "../backends/backend.ts";
import { isTimeout } from "../backends/timed-out.ts";
import { type Ending, type Watcher, watchDeltas } from "../backends/watch-deltas.ts";
import type { TokenCharge } from "../limits/token-charge.ts";

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
    watcher.onEnd({ failure }, true);
    throw failure;
  }
}

/** Watches a generation for its charge. */
class ChargeWatcher implements Watcher {
  readonly signal: CancellationSignal;
  readonly #charge: TokenCharge;
  readonly #stopsWhenLeft: boolean;

  constructor(charge: TokenCharge, stopsWhenLeft: boolean, signal: CancellationSignal) {
    this.#charge = charge;
    this.#stopsWhenLeft = stopsWhenLeft;
    this.signal = signal;
  }

  onEnd(ending: Ending, isRead: boolean): void {
    if (ending === "complete") return;
    const isOurs = ending === "left" || this.signal.aborted || isTimeout(ending.failure);
    if (!isOurs) return;
    const { signal } = this;
    const isKnown = areTokensKnown({ stopsWhenLeft: this.#stopsWhenLeft, ending, isRead, signal });
    this.#charge.state = isKnown ? "left" : "open";
  }
}
