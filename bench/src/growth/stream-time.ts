/** Milliseconds between two events of a stream. */
export const eventInterval = 1000;

const digits = 16;

/** Returns the time in microseconds, on a clock that all processes of the machine share. */
export function now(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** Formats a time with a fixed number of digits. */
export function formatTime(time: number): string {
  return String(time).padStart(digits, "0");
}

/** Reads the time that begins at a place of a text. */
export function readTime(text: string, start: number): number {
  return Number(text.slice(start, start + digits));
}
