import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { Face, ResponseForm } from "./face.ts";

/** Encodes the events of a stream and `[DONE]`. Each batch becomes one text. */
export async function* encodeStream(
  batches: AsyncIterable<readonly CompletionChunk[]>,
  face: Pick<Face, "toEvents">,
  form: ResponseForm,
): AsyncGenerator<string, void, void> {
  const encode = createEncoder((chunk) => face.toEvents(chunk, form), hasOnlyText(form));
  for await (const batch of batches) {
    let text = "";
    for (const chunk of batch) text += encode(chunk);
    yield batch.at(-1)?.usage ? text + doneEvent : text;
  }
}

/** Returns whether the chunks of a choice differ in nothing but their text, until the last one. */
export function hasOnlyText({ parameters, extra }: ResponseForm): boolean {
  // An engine that was passed extra parameters may answer with any property.
  return parameters.logprobs === undefined && Object.keys(extra).length === 0;
}

/**
 * Creates the encoder of one stream. If the chunks of a choice differ only in their text, the JSON around the text is written
 * once and reused, which takes a third of the time.
 */
function createEncoder(
  toEvents: (chunk: CompletionChunk) => readonly object[],
  hasOnlyText: boolean,
): (chunk: CompletionChunk) => string {
  const encodeAll = (chunk: CompletionChunk): string => toEvents(chunk).map(encodeEvent).join("");
  if (!hasOnlyText) return encodeAll;
  /** By choice, the JSON before and after the text. */
  const frames: [before: string, after: string][] = [];
  return (chunk) => {
    const [choice] = chunk.choices;
    if (choice === undefined || choice.finish_reason !== null || chunk.usage) return encodeAll(chunk);
    const [before, after] = frames[choice.index] ?? toFrame({ ...chunk, choices: [{ ...choice, text: "" }] });
    frames[choice.index] ??= [before, after];
    return before + JSON.stringify(choice.text) + after;
  };

  function toFrame(chunk: CompletionChunk): [before: string, after: string] {
    // Quotes inside strings are escaped, so this matches only the property.
    const [before = "", after = ""] = encodeAll(chunk).split(/(?<="text":)""/);
    return [before, after];
  }
}
