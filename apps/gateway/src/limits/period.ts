/** A period of a budget. A minute begins with its first request; days and months are those of the calendar in UTC. */
export type Period = "minute" | "day" | "month";

/** Milliseconds of a minute. */
const minute = 60_000;

/**
 * Milliseconds for which the counts of a day or month are kept after its end: requests that began before settle later, and a clock
 * that is set back returns to them.
 */
const grace = 86_400_000;

/** A period at one moment. */
export interface CurrentPeriod {
  /** Distinguishes it from the one before and the one after, unless these are not kept at the same time. */
  readonly name: string;
  /** Milliseconds for which its counts are kept, from the first one. */
  readonly lifetime: number;
  /** Its end, in milliseconds since 1970. Absent: when its counts are no longer kept. */
  readonly endsAt?: number;
}

/** @param now - milliseconds since 1970. */
export function findPeriod(period: Period, now: number): CurrentPeriod {
  if (period === "minute") return { name: period, lifetime: minute };
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const endsAt =
    period === "day" ? Date.UTC(year, month, date.getUTCDate() + 1) : Date.UTC(year, month + 1, 1);
  const name = date.toISOString().slice(0, period === "day" ? "yyyy-mm-dd".length : "yyyy-mm".length);
  return { name, lifetime: endsAt - now + grace, endsAt };
}
