import { chooses, takesBody } from "../proxy/alterations.ts";
import { choosesAlways } from "../proxy/answer-alterations.ts";
import { streamsChunks } from "../proxy/event-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

function isListOfTexts(stop: unknown): stop is readonly string[] {
  return Array.isArray(stop) && stop.length > 0 && stop.every((one) => typeof one === "string" && one !== "");
}

/** Servers that end texts at the wrong place. */
export const brokenStops: readonly BrokenServer[] = [
  {
    id: "stop-is-ignored-in-streams",
    title: "ignores `stop` in streams",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stop",
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && (!sent.stream || (Array.isArray(stop) && stop.length !== 4)) && { stop }),
    })),
  },
  {
    id: "stop-of-one-text-is-ignored",
    title: "ignores `stop` if it is a text",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stop",
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && (typeof stop !== "string" || stop === "") && { stop }),
    })),
  },
  {
    id: "stop-list-is-ignored",
    title: "ignores lists of stop sequences",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stop",
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && (!isListOfTexts(stop) || stop.length > 4) && { stop }),
    })),
  },
  {
    id: "stop-list-is-cut",
    title: "knows only the first stop sequence of a list",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stop",
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && { stop: isListOfTexts(stop) && stop.length <= 4 ? stop.slice(0, 1) : stop }),
    })),
  },
  {
    id: "stop-list-loses-the-first",
    title: "knows only the last stop sequence of a list",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stop",
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && { stop: isListOfTexts(stop) && stop.length <= 4 ? stop.slice(-1) : stop }),
    })),
  },
  {
    id: "stop-is-in-the-text",
    title: "ends each text with its first stop sequence",
    breaks: "stop-excluded",
    alteration: choosesAlways(({ text, finish_reason }, { stop }) => ({
      text: stop && finish_reason ? `${text}${[stop].flat()[0] ?? ""}` : text,
    })),
  },
  {
    id: "stop-is-in-streams-only",
    title: "ends streamed texts with their stop sequence",
    breaks: "stop-excluded",
    alteration: streamsChunks((chunks) =>
      chunks.map((chunk) => ({
        ...chunk,
        choices: (chunk.choices as readonly { finish_reason: unknown; text: string }[]).map((choice) => ({
          ...choice,
          text: choice.finish_reason === "stop" ? `${choice.text} ` : choice.text,
        })),
      })),
    ),
  },
  {
    id: "stop-ends-in-the-token",
    title: "ends a text one character before its stop sequence",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stop",
    alteration: chooses(({ text }, { stop }) => ({
      text: stop && [stop].flat().length > 0 ? text.slice(0, -1) : text,
    })),
  },
  {
    id: "stop-trims-the-text",
    title: "trims a text that a stop sequence ended",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stop",
    alteration: chooses(({ text, finish_reason }, { stop }) => ({
      text: stop && finish_reason === "stop" ? text.trim() : text,
    })),
  },
  {
    id: "stop-is-compared-in-small-letters",
    title: "compares stop sequences in small letters",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stop",
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && { stop: typeof stop === "string" ? stop.toUpperCase() : stop }),
    })),
  },
  {
    id: "stop-needs-a-whole-token",
    title: "finds stop sequences only if they are whole words",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stop",
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && stop !== "e" && { stop }),
    })),
  },
  {
    id: "stop-refuses-lists",
    title: "refuses lists of stop sequences",
    breaks: "#/components/schemas/Stop/oneOf/1",
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && { stop: Array.isArray(stop) ? 5 : stop }),
    })),
  },
  {
    id: "stop-refuses-texts",
    title: "refuses a text as a stop sequence",
    breaks: "#/components/schemas/Stop/oneOf/0",
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && { stop: typeof stop === "string" ? 5 : stop }),
    })),
  },
  {
    id: "stop-refuses-an-empty-list",
    title: "refuses an empty list of stop sequences",
    breaks: "#/components/schemas/Stop/oneOf/1",
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && { stop: Array.isArray(stop) && stop.length === 0 ? 5 : stop }),
    })),
  },
];
