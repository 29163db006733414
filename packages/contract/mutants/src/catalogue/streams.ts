import { doneEvent } from "@completions-api/protocol";
import { fails, streams, streamsChoices, streamsText } from "../proxy/alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** Servers whose events follow their schema but whose streams are wrong. */
export const brokenStreams: readonly BrokenServer[] = [
  {
    id: "event-stream-names-its-events",
    title: "names its events",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: streamsText((text) => text.replaceAll(/^data:/gm, "event: completion\ndata:")),
  },
  {
    id: "event-stream-splits-the-data-into-lines",
    title: "splits the data into lines",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: streamsText((text) => text.replaceAll(/^data: \{/gm, "data: {\ndata: ")),
  },
  {
    id: "stream-same-identity-gives-each-event-another-id",
    title: "gives each event another id",
    breaks: "stream-same-identity",
    alteration: streams(({ id }, index) => ({ id: `${id}-${index}` })),
  },
  {
    id: "stream-one-finish-per-choice-ends-a-choice-on-each-of-its-events",
    title: "ends a choice on each of its events",
    breaks: "stream-one-finish-per-choice",
    alteration: streamsChoices({ finish_reason: "length" }),
  },
  {
    id: "stream-every-choice-ends-ends-no-choice",
    title: "ends no choice",
    breaks: "stream-every-choice-ends",
    alteration: streamsChoices({ finish_reason: null }),
  },
  {
    id: "stream-usage-last-has-no-usage",
    title: "has no usage",
    breaks: "stream-usage-last",
    alteration: streams(() => ({ usage: null })),
  },
  {
    id: "stream-usage-last-has-the-usage-on-each-event",
    title: "has the usage on each event",
    breaks: "stream-usage-last",
    alteration: streams(() => ({
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    })),
  },
  {
    id: "stream-done-is-last-leaves-done-out",
    title: "leaves [DONE] out",
    breaks: "stream-done-is-last",
    alteration: streamsText((text) => text.replace(doneEvent, "")),
  },
  {
    id: "stream-done-is-last-continues-after-done",
    title: "continues after [DONE]",
    breaks: "stream-done-is-last",
    alteration: streamsText((text) => doneEvent + text),
  },
  {
    id: "stream-equals-json-streams-another-text",
    title: "streams another text",
    breaks: "stream-equals-json",
    alteration: streamsChoices({ text: "whale" }),
  },
  {
    id: "stream-equals-json-counts-other-tokens",
    title: "counts other tokens",
    breaks: "stream-equals-json",
    alteration: streams(({ usage }) => ({
      usage: usage && { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    })),
  },
  {
    id: "stream-error-event-still-ends-with-done",
    title: "still ends with [DONE]",
    breaks: "stream-error-event",
    alteration: streamsText((text) => text.replace(doneEvent, "") + doneEvent),
  },
  {
    id: "stream-error-event-responds-with-200-before-it-checks-the-request",
    title: "responds with 200 before it checks the request",
    breaks: "stream-error-event",
    alteration: fails((response) => ({
      ...response,
      status: 200,
      headers: { "content-type": "text/event-stream" },
      body: `data: {"error":${response.body}}\n\n`,
    })),
  },
  {
    id: "stream-comments-mean-nothing-sends-an-event-as-a-comment",
    title: "sends an event as a comment",
    breaks: "stream-comments-mean-nothing",
    alteration: streamsText((text) => text.replace("data:", ": data:")),
  },
];
