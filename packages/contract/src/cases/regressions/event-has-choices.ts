import { decodeEvents } from "@completions-api/protocol";
import { briefRequest } from "../../case-helpers/exchanges.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { sendRequest } from "../../http/send.ts";

export const eventHasChoices: ContractCase = {
  id: "event-has-choices",
  title: "Each event of a stream has a choice, or the usage",
  level: "should",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/AbanteAI/archive-old-cli-mentat/issues/429",
      says: "a client failed at an event without choices, which described the prompt",
    },
    {
      report: "https://github.com/langchain-ai/langchain/issues/18977",
      says: "a client failed at an event that had no text",
    },
  ],
  covers: ["#/components/schemas/CompletionChunk/properties/choices"],
  run: async (target) => {
    const request = { body: { ...briefRequest, max_tokens: 4, stream: true } };
    const response = await sendRequest(target, request);
    const text = await response.text();
    let chunks = 0;
    for await (const event of decodeEvents(new Blob([text]).stream())) {
      if (event === "[DONE]" || "error" in event) continue;
      chunks += 1;
      expectThat(
        event.choices.length > 0 || Boolean(event.usage),
        "an event with choices or the usage",
        event,
      );
    }
    if (chunks === 0) throw new Inconclusive("the response has no event of a completion");
  },
};
