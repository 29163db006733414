import { doneEvent } from "@completions-api/protocol";
import { isStream } from "../proxy/alter-json.ts";
import { streamsText } from "../proxy/alterations.ts";
import { type Json, sendsHeaders } from "../proxy/answer-alterations.ts";
import { streamsChunks, streamsEvents } from "../proxy/event-alterations.ts";
import { cutsOff } from "../proxy/wire-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

interface Choice extends Json {
  readonly index: number;
  readonly text: string;
}

function choicesOf({ choices }: Json): readonly Choice[] {
  return choices as readonly Choice[]; // Every event of the servers behind the proxy has choices.
}

function finish(chunk: Json): Json {
  return { ...chunk, choices: choicesOf(chunk).map((choice) => ({ ...choice, finish_reason: "stop" })) };
}

/** Servers that lose, repeat or damage events of a stream, or end it wrong. */
export const brokenStreamEvents: readonly BrokenServer[] = [
  {
    id: "done-is-sent-twice",
    title: "sends [DONE] twice",
    breaks: "stream-done-is-last",
    alteration: streamsText((text) => text + doneEvent),
  },
  {
    id: "done-is-lower-case",
    title: "writes [DONE] in small letters",
    breaks: "stream-done-is-last",
    alteration: streamsText((text) => text.replace("[DONE]", "[done]")),
  },
  {
    id: "done-is-a-json-string",
    title: "sends [DONE] as JSON",
    breaks: "stream-done-is-last",
    alteration: streamsText((text) => text.replace("[DONE]", '"[DONE]"')),
  },
  {
    id: "done-is-an-event-name",
    title: "sends [DONE] as the name of an event",
    breaks: "stream-done-is-last",
    alteration: streamsText((text) => text.replace("data: [DONE]", "event: done")),
  },
  {
    id: "done-has-no-empty-line",
    title: "does not end [DONE] with an empty line",
    breaks: "stream-done-is-last",
    alteration: streamsText((text) => text.trimEnd()),
  },
  {
    id: "done-is-a-comment",
    title: "sends [DONE] as a comment",
    breaks: "stream-done-is-last",
    alteration: streamsText((text) => text.replace("data: [DONE]", ": [DONE]")),
  },
  {
    id: "done-comes-first",
    title: "sends [DONE] before the last event",
    breaks: "stream-done-is-last",
    alteration: streamsEvents((events) => [...events.slice(0, -2), ...events.slice(-2).toReversed()]),
  },
  {
    id: "stream-continues-after-done",
    title: "sends an event after [DONE]",
    breaks: "stream-done-is-last",
    alteration: streamsEvents((events) => [...events, ...events.slice(-2, -1)]),
  },
  {
    id: "stream-has-garbage-after-done",
    title: "sends other data after [DONE]",
    breaks: "stream-done-is-last",
    alteration: streamsText((text) => `${text}data: whale\n\n`),
  },
  {
    id: "stream-is-cut-before-done",
    title: "closes the connection before [DONE]",
    breaks: "stream-done-is-last",
    alteration: cutsOff(0.9, isStream),
  },
  {
    id: "stream-is-cut-in-the-middle",
    title: "closes the connection in the middle of a stream",
    breaks: "stream-done-is-last",
    alteration: cutsOff(0.5, isStream),
  },
  {
    id: "stream-loses-first-event",
    title: "loses the first event",
    breaks: "stream-equals-json",
    alteration: streamsChunks((chunks) => (chunks.length > 1 ? chunks.slice(1) : chunks)),
  },
  {
    id: "stream-loses-an-event",
    title: "loses an event in the middle",
    breaks: "stream-equals-json",
    alteration: streamsChunks((chunks) =>
      chunks.filter((_, index) => index !== Math.floor(chunks.length / 2) || chunks.length < 3),
    ),
  },
  {
    id: "stream-loses-last-event",
    title: "loses the event before [DONE]",
    breaks: "stream-every-choice-ends",
    alteration: streamsChunks((chunks) => chunks.slice(0, -1)),
  },
  {
    id: "stream-repeats-an-event",
    title: "sends an event twice",
    breaks: "stream-equals-json",
    alteration: streamsChunks((chunks) => [...chunks.slice(0, 1), ...chunks]),
  },
  {
    id: "stream-swaps-events",
    title: "sends two events in the wrong order",
    breaks: "stream-equals-json",
    alteration: streamsChunks((chunks) =>
      chunks.length > 2 ? [...chunks.slice(0, 2).toReversed(), ...chunks.slice(2)] : chunks,
    ),
  },
  {
    id: "stream-is-cumulative",
    title: "repeats the whole text so far in each event",
    breaks: "stream-equals-json",
    alteration: streamsChunks((chunks) => {
      const texts: Record<string, string> = {};
      return chunks.map((chunk) => ({
        ...chunk,
        choices: choicesOf(chunk).map((choice) => {
          texts[choice.index] = (texts[choice.index] ?? "") + choice.text;
          return { ...choice, text: texts[choice.index] };
        }),
      }));
    }),
  },
  {
    id: "stream-has-deltas",
    title: "has the deltas of a chat",
    breaks: "#/components/schemas/ChunkChoice/required/text",
    alteration: streamsChunks((chunks) =>
      chunks.map((chunk) => ({
        ...chunk,
        choices: choicesOf(chunk).map(({ text, ...choice }) => ({ ...choice, delta: { content: text } })),
      })),
    ),
  },
  {
    id: "stream-has-chat-object",
    title: "says that it is a chat",
    breaks: "#/components/schemas/CompletionChunk/required/object",
    alteration: streamsChunks((chunks) =>
      chunks.map((chunk) => ({ ...chunk, object: "chat.completion.chunk" })),
    ),
  },
  {
    id: "stream-has-chunk-object",
    title: "has another `object` in streams",
    breaks: "#/components/schemas/CompletionChunk/required/object",
    alteration: streamsChunks((chunks) =>
      chunks.map((chunk) => ({ ...chunk, object: "text_completion.chunk" })),
    ),
  },
  {
    id: "stream-changes-created",
    title: "has another time on each event",
    breaks: "stream-same-identity",
    alteration: streamsChunks((chunks) =>
      chunks.map((chunk, index) => ({ ...chunk, created: Number(chunk.created) + index })),
    ),
  },
  {
    id: "stream-changes-model",
    title: "has another model on the last event",
    breaks: "stream-same-identity",
    alteration: streamsChunks((chunks) =>
      chunks.map((chunk, index) =>
        index === chunks.length - 1 && index > 0 ? { ...chunk, model: "whale" } : chunk,
      ),
    ),
  },
  {
    id: "stream-has-no-id",
    title: "has no id in streams",
    breaks: "#/components/schemas/CompletionChunk/required/id",
    alteration: streamsChunks((chunks) => chunks.map(({ id, ...chunk }) => chunk)),
  },
  {
    id: "stream-has-no-model",
    title: "has no model in streams",
    breaks: "#/components/schemas/CompletionChunk/required/model",
    alteration: streamsChunks((chunks) => chunks.map(({ model, ...chunk }) => chunk)),
  },
  {
    id: "stream-has-an-event-without-choices",
    title: "begins with an event without a list of choices",
    breaks: "#/components/schemas/CompletionChunk/required/choices",
    alteration: streamsChunks(([first, ...rest]) =>
      first ? [{ ...first, choices: undefined }, first, ...rest] : rest,
    ),
  },
  {
    id: "stream-has-an-empty-event",
    title: "begins with an empty object",
    breaks: "#/components/schemas/CompletionChunk/required/id",
    alteration: streamsText((text) => `data: {}\n\n${text}`),
  },
  {
    id: "stream-has-a-text-event",
    title: "begins with text",
    breaks: "#/components/schemas/CompletionEvent/oneOf/0",
    alteration: streamsText((text) => `data: ping\n\n${text}`),
  },
  {
    id: "stream-cuts-json",
    title: "cuts an event off",
    breaks: "#/components/schemas/CompletionEvent/oneOf/0",
    alteration: streamsText((text) => text.replace(/\}\n\n/, "\n\n")),
  },
  {
    id: "stream-has-nan",
    title: "has NaN in an event",
    breaks: "#/components/schemas/CompletionEvent/oneOf/0",
    alteration: streamsText((text) => text.replace(/"index":\d+/, '"index":NaN')),
  },
  {
    id: "stream-is-lines-of-json",
    title: "sends lines of JSON",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: streamsText((text) => text.replaceAll(/^data: /gm, "").replaceAll("\n\n", "\n")),
  },
  {
    id: "stream-has-no-data-prefix",
    title: "leaves `data:` out of one event",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: streamsText((text) => text.replace("data: ", "")),
  },
  {
    id: "stream-joins-two-events",
    title: "does not separate the first two events",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: streamsText((text) => text.replace("\n\n", "\n")),
  },
  {
    id: "stream-doubles-data-prefix",
    title: "writes `data:` twice",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: streamsText((text) => text.replaceAll(/^data: /gm, "data: data: ")),
  },
  {
    id: "stream-numbers-its-events",
    title: "gives each event an `id` line",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: streamsText((text) => text.replaceAll(/^data:/gm, "id: 1\ndata:")),
  },
  {
    id: "stream-sets-retry",
    title: "tells clients to reconnect",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: streamsText((text) => `retry: 1000\n\n${text}`),
  },
  {
    id: "stream-is-one-event",
    title: "sends the JSON response as an event",
    breaks: "stream-usage-last",
    alteration: streamsChunks((chunks) => [
      { ...chunks.at(-1), choices: [{ index: 0, text: "whale", finish_reason: "stop" }] },
    ]),
  },
  {
    id: "stream-is-empty",
    title: "sends [DONE] only",
    breaks: "stream-every-choice-ends",
    alteration: streamsText(() => doneEvent),
  },
  {
    id: "stream-is-nothing",
    title: "sends an empty body",
    breaks: "stream-done-is-last",
    alteration: streamsText(() => ""),
  },
  {
    id: "stream-adds-an-index",
    title: "has an index that no prompt implies",
    breaks: "stream-every-choice-ends",
    alteration: streamsChunks(([first, ...rest]) =>
      first
        ? [
            first,
            { ...first, choices: choicesOf(first).map((choice) => ({ ...choice, index: 77 })) },
            ...rest,
          ]
        : rest,
    ),
  },
  {
    id: "stream-has-usage-first",
    title: "has the usage on the first event",
    breaks: "stream-usage-last",
    alteration: streamsChunks((chunks) => {
      const usage = chunks.find((chunk) => chunk.usage)?.usage;
      return chunks.map((chunk, index) => ({ ...chunk, usage: index === 0 ? usage : null }));
    }),
  },
  {
    id: "stream-goes-on-after-finish",
    title: "sends text after the reason",
    breaks: "stream-one-finish-per-choice",
    alteration: streamsChunks((chunks) => {
      const last = chunks.at(-1);
      return last
        ? [
            ...chunks
              .slice(0, -1)
              .map((chunk, index) => (index === 0 && chunks.length > 2 ? finish(chunk) : chunk)),
            last,
          ]
        : chunks;
    }),
  },
  {
    id: "stream-is-plain-text",
    title: "sends streams as text/plain",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: sendsHeaders({ "content-type": "text/plain; charset=utf-8" }, isStream),
  },
  {
    id: "stream-is-json-type",
    title: "sends streams as application/json",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: sendsHeaders({ "content-type": "application/json" }, isStream),
  },
  {
    id: "stream-has-no-type",
    title: "sends streams without a type",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: sendsHeaders({ "content-type": undefined }, isStream),
  },
  {
    id: "stream-is-latin-1",
    title: "says that streams are Latin-1",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: sendsHeaders({ "content-type": "text/event-stream; charset=iso-8859-1" }, isStream),
  },
  {
    id: "stream-has-error-then-done",
    title: "ends with an error event and [DONE]",
    breaks: "stream-error-event",
    alteration: streamsEvents((events) => [
      ...events.slice(0, -1),
      'data: {"error":{"message":"No.","status":500}}\n\n',
      ...events.slice(-1),
    ]),
  },
  {
    id: "stream-says-error-in-a-comment",
    title: "sends a comment instead of the last event",
    breaks: "stream-every-choice-ends",
    alteration: streamsEvents((events) => [...events.slice(0, -2), ": error\n\n", ...events.slice(-1)]),
  },
];
