/** A period of a budget. A minute begins with its first request; days and months are those of the calendar in UTC. */
export type Period = "minute" | "day" | "month";

/**
 * Milliseconds for which the counts of a day or month are kept after its end: requests that began before settle later, and a clock
 * that is set back returns to them.
 */
const grace = 86_400_000;

/** A period at one moment. */
export interface CurrentPeriod {
  /** Tells it from others of its kind whose counts are kept at the same time. */
  readonly name: string;
  /** Milliseconds for which its counts are kept, from the first one. */
  readonly lifetime: number;
  /** Its end, in milliseconds since 1970. Absent: when its counts are no longer kept. */
  readonly endsAt?: number;
}

const minute: CurrentPeriod = { name: "minute", lifetime: 60_000 };

/** Finds the period that contains a moment, in milliseconds since 1970. */
export function findPeriod(period: Period, now: number): CurrentPeriod {
  if (period === "minute") return minute;
  const { name, startsAt, endsAt } = last[period];
  if (now >= endsAt || now < startsAt) {
    last[period] = findCalendarPeriod(period, now);
    return findPeriod(period, now);
  }
  return { name, lifetime: endsAt - now + grace, endsAt };
}

interface CalendarPeriod {
  readonly name: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

const never: CalendarPeriod = { name: "", startsAt: 0, endsAt: 0 };

/** The periods that were found last: nearly always those of the next request. */
const last: Record<"day" | "month", CalendarPeriod> = { day: never, month: never };

function findCalendarPeriod(period: "day" | "month", now: number): CalendarPeriod {
  const date = new Date(now);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const text = date.toISOString();
  return period === "day"
    ? {
        name: text.slice(0, "yyyy-mm-dd".length),
        startsAt: Date.UTC(year, month, day),
        endsAt: Date.UTC(year, month, day + 1),
      }
    : {
        name: text.slice(0, "yyyy-mm".length),
        startsAt: Date.UTC(year, month, 1),
        endsAt: Date.UTC(year, month + 1, 1),
      };
}
