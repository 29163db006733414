/** Colors of a terminal, or functions that change nothing. */
export interface Colors {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** Returns the colors of a stream. Only a terminal has any, and not if `NO_COLOR` is set (https://no-color.org). */
export function colorsOf(
  { isTTY }: { readonly isTTY?: boolean },
  { NO_COLOR, TERM }: Readonly<Record<string, string | undefined>>,
): Colors {
  const has = isTTY === true && !NO_COLOR && TERM !== "dumb";
  const style = (start: number, end: number) => (text: string) =>
    has ? `\u001B[${start}m${text}\u001B[${end}m` : text;
  return {
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    dim: style(2, 22),
    bold: style(1, 22),
  };
}
