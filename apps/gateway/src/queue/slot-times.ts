/** The part of the average that the latest time makes up. */
const weightOfLatest = 1 / 8;

/** The range of `Retry-After`, in seconds. */
const shortest = 1;
const longest = 60;

/** Estimates waiting times from how long recent requests held their slots. */
export class SlotTimes {
  /** Milliseconds. */
  #average: number | undefined;

  /** @param time - milliseconds for which a request held a slot. */
  add(time: number): void {
    this.#average ??= time;
    this.#average += (time - this.#average) * weightOfLatest;
  }

  /**
   * Estimates when a number of requests that wait for a number of slots will have been served.
   *
   * @returns seconds, as an integer from 1 to 60.
   */
  secondsUntilServed(requests: number, slots: number): number {
    const seconds = Math.ceil(((this.#average ?? 0) * requests) / slots / 1000);
    return Math.min(Math.max(seconds, shortest), longest);
  }
}
