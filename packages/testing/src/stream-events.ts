/** Returns the data of each event in a streamed body exactly as sent, without what a standard parser would forgive. */
export function splitEvents(body: string): string[] {
  return body
    .split("\n\n")
    .filter((event) => event !== "")
    .map((event) => event.replace(/^data: /, ""));
}
