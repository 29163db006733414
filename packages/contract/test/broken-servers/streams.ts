import { doneEvent } from "@completions-api/protocol";
import { fails, streams, streamsChoices, streamsText } from "../support/alterations.ts";
import type { BrokenServers } from "./broken-servers.ts";

/** Servers whose events follow their schema but whose streams are wrong. */
export const brokenStreams: BrokenServers = {
  "#/components/responses/Completion/content/text~1event-stream": {
    "names its events": streamsText((text) => text.replaceAll(/^data:/gm, "event: completion\ndata:")),
    "splits the data into lines": streamsText((text) => text.replaceAll(/^data: \{/gm, "data: {\ndata: ")),
  },
  "stream-same-identity": {
    "gives each event another id": streams(({ id }, index) => ({ id: `${id}-${index}` })),
  },
  "stream-one-finish-per-choice": {
    "ends a choice on each of its events": streamsChoices({ finish_reason: "length" }),
  },
  "stream-every-choice-ends": { "ends no choice": streamsChoices({ finish_reason: null }) },
  "stream-usage-last": {
    "has no usage": streams(() => ({ usage: null })),
    "has the usage on each event": streams(() => ({
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    })),
  },
  "stream-done-is-last": {
    "leaves [DONE] out": streamsText((text) => text.replace(doneEvent, "")),
    "continues after [DONE]": streamsText((text) => doneEvent + text),
  },
  "stream-equals-json": {
    "streams another text": streamsChoices({ text: "whale" }),
    "counts other tokens": streams(({ usage }) => ({
      usage: usage && { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    })),
  },
  "stream-error-event": {
    "still ends with [DONE]": streamsText((text) => text.replace(doneEvent, "") + doneEvent),
    "responds with 200 before it checks the request": fails((response) => ({
      ...response,
      status: 200,
      headers: { "content-type": "text/event-stream" },
      body: `data: {"error":${response.body}}\n\n`,
    })),
  },
  "stream-comments-mean-nothing": {
    "sends an event as a comment": streamsText((text) => text.replace("data:", ": data:")),
  },
};
