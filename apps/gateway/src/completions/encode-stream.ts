import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";

/** Encodes the events of a stream and `[DONE]`. Each batch becomes one text. */
export async function* encodeStream(
  batches: AsyncIterable<readonly CompletionChunk[]>,
): AsyncGenerator<string, void, void> {
  const encode = createEncoder();
  for await (const batch of batches) {
    let text = "";
    for (const chunk of batch) text += encode(chunk);
    yield batch.at(-1)?.usage ? text + doneEvent : text;
  }
}

/**
 * Creates the encoder of one stream. Most chunks of a choice differ only in their text, so the JSON around the text is
 * written once and reused, which takes a third of the time.
 */
function createEncoder(): (chunk: CompletionChunk) => string {
  /** By choice, the JSON before and after the text. */
  const frames: [before: string, after: string][] = [];
  return (chunk) => {
    const [choice] = chunk.choices;
    if (choice === undefined || choice.finish_reason !== null || chunk.usage) return encodeEvent(chunk);
    const [before, after] = frames[choice.index] ?? toFrame({ ...chunk, choices: [{ ...choice, text: "" }] });
    frames[choice.index] ??= [before, after];
    return before + JSON.stringify(choice.text) + after;
  };
}

function toFrame(chunk: CompletionChunk): [before: string, after: string] {
  // Quotes inside strings are escaped, so this matches only the property.
  const [before = "", after = ""] = encodeEvent(chunk).split(/(?<="text":)""/);
  return [before, after];
}
