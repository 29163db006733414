import { toInertLine, toVisibleJson } from "../reports/visible-text.ts";

/** Prints a text of one or more lines that may quote a server. Nothing that reads the output obeys it. */
export function printText(text: string): void {
  console.log(makeInert(text));
}

/** Prints a value as JSON on a line. */
export function printJson(value: unknown): void {
  console.log(toVisibleJson(JSON.stringify(value)));
}

/** Returns the text of several lines without what GitHub's runner would obey. */
export function makeInert(text: string): string {
  return text.split("\n").map(toInertLine).join("\n");
}
