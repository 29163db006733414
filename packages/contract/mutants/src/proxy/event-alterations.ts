import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { Alteration } from "./alteration.ts";
import { streamsText } from "./alterations.ts";
import type { Json } from "./answer-alterations.ts";

/** A server that streams other events. `alter` gets them as text, each with its empty line. `[DONE]` is the last one. */
export function streamsEvents(alter: (events: readonly string[]) => readonly string[]): Alteration {
  return streamsText((text) => alter(text.split(/(?<=\n\n)/)).join(""));
}

/** A server that streams other chunks. `alter` gets the chunks of a whole stream. An error event stays as it is. */
export function streamsChunks(alter: (chunks: readonly Json[]) => readonly Json[]): Alteration {
  return streamsText((text) => {
    const events = [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data = ""]): Json => JSON.parse(data));
    const errors = events.filter((event) => "error" in event);
    const altered = [...alter(events.filter((event) => !errors.includes(event))), ...errors];
    const end = text.endsWith(doneEvent) ? doneEvent : "";
    return altered.map((event) => encodeEvent(event)).join("") + end;
  });
}

/** A server that streams the text of each chunk otherwise. */
export function streamsTexts(alter: (text: string) => string): Alteration {
  return streamsChunks((chunks) =>
    chunks.map((chunk) => ({
      ...chunk,
      ...(Array.isArray(chunk.choices) && {
        choices: chunk.choices.map((choice) => ({ ...choice, text: alter(choice.text) })),
      }),
    })),
  );
}
