import { setImmediate } from "node:timers/promises";

/** How long all generations together keep the event loop before others have it, in milliseconds. */
const TURN = 1;

let waiting = 0;

/**
 * A generation's share of the event loop. Those that wait for a turn divide a millisecond, down to one token each, so
 * that a thousand of them do not hold up arrivals and departures for a second.
 */
export class TimeSlices {
  readonly #signal: AbortSignal;
  #end = endOfSlice();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether it is time to call {@link TimeSlices.next}. */
  get over(): boolean {
    return performance.now() >= this.#end;
  }

  /**
   * Lets everything else that waits for the event loop have it, then begins the next slice.
   *
   * @throws the signal's reason where it is aborted by then.
   */
  async next(): Promise<void> {
    waiting += 1;
    await setImmediate();
    this.#end = endOfSlice();
    waiting -= 1;
    this.#signal.throwIfAborted();
  }
}

function endOfSlice(): number {
  return performance.now() + TURN / Math.max(waiting, 1);
}
