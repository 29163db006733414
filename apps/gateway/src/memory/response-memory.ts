import { getHeapStatistics } from "node:v8";
import { otherError } from "@completions-api/protocol";

/** The share of the heap. A response takes several times its bytes: as text, in parts, and as the body that is being sent. */
const shareOfHeap = 1 / 16;

/** The bytes of each response that do not count, so that large responses leave room for small ones. */
export const uncountedBytes: number = 2 ** 16;

/** Returns the bytes of responses that may be held by a process whose heap may have so many bytes. */
export function chooseResponseLimit(heapLimit: number): number {
  return Math.floor(heapLimit * shareOfHeap);
}

/** The cause of the error for a response that found no room. No server is to blame for it. */
export class MemoryShortage extends Error {
  override readonly name = "MemoryShortage";

  constructor(limit: number) {
    super(`The responses in progress hold ${limit} bytes, which is as much as they may.`);
  }
}

/** Bounds the bytes of responses that the gateway holds as a whole before it sends them, and of the events of streams that are not complete. */
export class ResponseMemory {
  readonly #limit: number;
  #held = 0;

  /** @param limit - in bytes. By default a share of this process's heap. */
  constructor(limit: number = chooseResponseLimit(getHeapStatistics().heap_size_limit)) {
    this.#limit = limit;
  }

  /** The bytes that count now. */
  get held(): number {
    return this.#held;
  }

  /** Creates the share of one response. */
  open(): HeldResponse {
    return new HeldResponse(this);
  }

  /** @throws HttpError 503 if there is no room for as many bytes more. */
  take(bytes: number): void {
    if (this.#held + bytes > this.#limit) {
      throw otherError("service_unavailable", "The responses in progress hold as much text as they may", {
        advice: "Try again later, ask for fewer tokens, or set stream.",
        // Nobody knows when the next response ends.
        retryAfter: 1,
        cause: new MemoryShortage(this.#limit),
      });
    }
    this.#held += bytes;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}

/** The bytes of one response. */
export class HeldResponse {
  readonly #memory: ResponseMemory;
  #bytes = 0;
  #counted = 0;

  constructor(memory: ResponseMemory) {
    this.#memory = memory;
  }

  /** True if it must be released. */
  get isCounted(): boolean {
    return this.#counted > 0;
  }

  /** @throws HttpError 503 if there is no room for as many bytes more. */
  add(bytes: number): void {
    this.#bytes += bytes;
    const more = this.#bytes - uncountedBytes - this.#counted;
    if (more <= 0) return;
    this.#memory.take(more);
    this.#counted += more;
  }

  /**
   * Changes the number of its bytes.
   *
   * @throws HttpError 503 if there is no room for more.
   */
  set(bytes: number): void {
    if (bytes < this.#bytes) this.release();
    this.add(bytes - this.#bytes);
  }

  /** Lets go of all bytes. */
  release(): void {
    this.#memory.release(this.#counted);
    this.#bytes = this.#counted = 0;
  }
}

/** The memory of this process. */
export const responseMemory: ResponseMemory = new ResponseMemory();
