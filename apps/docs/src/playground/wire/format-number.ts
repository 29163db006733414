const numbers = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** Formats a number with at most one decimal place. */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** Formats milliseconds. */
export function formatTime(milliseconds: number): string {
  return `${formatNumber(milliseconds)} ms`;
}
