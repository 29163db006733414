import { setImmediate } from "node:timers/promises";
import type { CancellationSignal } from "@completions-api/http";
import type { Face } from "./face.ts";

/**
 * Encodes the body of a response as JSON, choice by choice, because the `logprobs` of a large response take a second. Other
 * work runs in between.
 *
 * @throws the signal's reason if it is aborted before the end.
 */
export async function encodeCompletion(
  body: ReturnType<Face["toBody"]>,
  signal: CancellationSignal,
): Promise<Buffer> {
  // Quotes inside strings are escaped, so this matches only the property.
  const [before = "", after = ""] = JSON.stringify({ ...body, choices: [] }).split(/(?<="choices":\[)(?=\])/);
  const parts = [Buffer.from(before)];
  for (const choice of body.choices) {
    parts.push(Buffer.from(`${parts.length > 1 ? "," : ""}${JSON.stringify(choice)}`));
    await setImmediate();
    signal.throwIfAborted();
  }
  return Buffer.concat([...parts, Buffer.from(after)]);
}
