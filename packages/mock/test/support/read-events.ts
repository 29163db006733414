/** The data of each event of a stream as it was sent, without what reading by the standard would forgive. */
export function readEvents(body: string): string[] {
  return body
    .split("\n\n")
    .filter((frame) => frame !== "")
    .map((frame) => frame.replace(/^data: /, ""));
}
