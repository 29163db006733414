/** In bytes: 64 KiB, which take some milliseconds. A larger body has a turn of its own. */
const bytesPerTurn = 2 ** 16;

/** In bytes. Below it, what was done since the last turn does not count. Most requests are that small, and need no timer. */
const negligible = 2 ** 14;

/**
 * The turns of the event loop between two large bodies. Node accepts one connection in each, and a health probe comes on a new one,
 * behind those of callers who all connect at once.
 */
const turnsBetween = 16;

/** A caller whose bodies wait, or have had their turn lately. */
interface Line {
  /** The bytes that the caller has had, in virtual time. */
  time: number;
  readonly bodies: { readonly bytes: number; readonly enter: () => void }[];
}

/**
 * Spreads the work on bodies over turns of the event loop, so that whatever else happens, such as health probes and streams, waits
 * for one turn at most. Small bodies are worked on at once while little happens.
 *
 * The turns are fair among callers (virtual times as in start-time fair queueing: Goyal, Vin and Cheng, SIGCOMM 1996): the next
 * body is the one whose caller will have had the fewest bytes with it. So the small body of another caller waits for one large
 * body at most, however many wait.
 */
export class Turns {
  readonly #lines = new Map<string, Line>();
  #waiting = 0;
  /** The virtual time: the latest at which a body began that has entered. Callers who were idle continue from here. */
  #time = 0;
  /** The bytes that have entered since the last turn began. */
  #entered = 0;
  #isScheduled = false;
  /** The turns until another large body may begin. */
  #pause = 0;

  /** The number of bodies that wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Asks to work on a body.
   *
   * @param bytes - the size of the body, as a measure of the work.
   * @returns undefined if the work may begin at once, otherwise a promise that resolves when it may. It may take until the end of
   * this turn of the event loop.
   */
  enter(caller: string, bytes: number): Promise<void> | undefined {
    if (this.#waiting === 0 && this.#entered + bytes <= bytesPerTurn) {
      this.#entered += bytes;
      if (this.#entered > negligible) this.#schedule();
      return undefined;
    }
    return new Promise((enter) => this.#wait(caller, { bytes, enter }));
  }

  #wait(caller: string, body: Line["bodies"][number]): void {
    let line = this.#lines.get(caller);
    if (line === undefined) {
      line = { time: this.#time, bodies: [] };
      this.#lines.set(caller, line);
    }
    line.bodies.push(body);
    this.#waiting += 1;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#begin);
  }

  readonly #begin = (): void => {
    this.#isScheduled = false;
    this.#entered = 0;
    this.#pause = Math.max(0, this.#pause - 1);
    while (this.#waiting > 0) {
      const line = this.#findNext();
      const [body] = line.bodies;
      if (body === undefined) throw new Error("The next line has a body.");
      if (this.#entered > 0 && this.#entered + body.bytes > bytesPerTurn) break;
      if (this.#pause > 0 && body.bytes > bytesPerTurn) break;
      line.bodies.shift();
      this.#time = Math.max(this.#time, line.time);
      line.time += body.bytes;
      this.#waiting -= 1;
      this.#entered += body.bytes;
      body.enter();
    }
    if (this.#entered > bytesPerTurn) this.#pause = turnsBetween;
    if (this.#waiting === 0) this.#lines.clear();
    if (this.#waiting > 0 || this.#entered > negligible || this.#pause > 0) this.#schedule();
  };

  /** Finds the caller with the fewest bytes after its next body, and forgets those that would begin anew anyway. */
  #findNext(): Line {
    let next: Line | undefined;
    let earliest = Number.POSITIVE_INFINITY;
    for (const [caller, line] of this.#lines) {
      const [body] = line.bodies;
      if (body === undefined) {
        if (line.time <= this.#time) this.#lines.delete(caller);
      } else if (line.time + body.bytes < earliest) {
        next = line;
        earliest = line.time + body.bytes;
      }
    }
    if (next === undefined) throw new Error("Nobody waits.");
    return next;
  }
}
