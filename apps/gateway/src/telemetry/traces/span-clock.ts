import type { HrTime } from "@opentelemetry/api";

/**
 * Converts times of `performance.now()` to times of day, for the spans of one request. All of them share the offset, so that a child does
 * not begin before its parent, however the clock is set meanwhile.
 */
export class SpanClock {
  readonly #offset = Date.now() - performance.now();

  /** @returns seconds and nanoseconds since 1970. */
  toTime(time: number): HrTime {
    const milliseconds = time + this.#offset;
    const seconds = Math.floor(milliseconds / 1000);
    return [seconds, Math.min(Math.round((milliseconds - seconds * 1000) * 1e6), 999_999_999)];
  }
}
