/** The time slice that all waiting generations share, in milliseconds. */
const SHARED_SLICE = 1;

/** The global function of Node that browsers lack. Only `setTimeout` has the same effect there, after up to 4 milliseconds. */
interface NodeGlobals {
  readonly setImmediate?: (run: () => void) => unknown;
}

// The cast adds an optional property, which the types of browsers do not have.
const { setImmediate: runNext = setTimeout } = globalThis as NodeGlobals;

let waiting = 0;

/** The part of an `AbortSignal` that stops a computation. */
export type StopSignal = Pick<AbortSignal, "throwIfAborted">;

/**
 * The time slice after which a long computation yields to the event loop. The computations that wait for their next slice
 * share one millisecond, so that a thousand of them do not delay new requests and disconnects by a second. If a share is
 * shorter than a token takes, each slice is one token.
 */
export class EventLoopSlice {
  readonly #signal: StopSignal;
  #end = endOfSlice();

  /** Starts the first slice. */
  constructor(signal: StopSignal) {
    this.#signal = signal;
  }

  /** True if the caller must call {@link EventLoopSlice.yield}. */
  get expired(): boolean {
    return performance.now() >= this.#end;
  }

  /**
   * Lets everything else that waits for the event loop run, then starts the next slice.
   *
   * @throws the signal's reason if it is aborted by then.
   */
  async yield(): Promise<void> {
    waiting += 1;
    await new Promise<void>((resolve) => runNext(resolve));
    this.#end = endOfSlice();
    waiting -= 1;
    this.#signal.throwIfAborted();
  }
}

function endOfSlice(): number {
  return performance.now() + SHARED_SLICE / Math.max(waiting, 1);
}
