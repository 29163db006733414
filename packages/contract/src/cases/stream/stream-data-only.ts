import { briefRequest } from "../../case-helpers/exchanges.ts";
import { eventStream, openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readResponse } from "../../http/read-response.ts";
import { sendRequest } from "../../http/send.ts";
import { withText } from "../../http/with-text.ts";

export const streamDataOnly: ContractCase = {
  id: "stream-data-only",
  title: "Each event of a stream is one `data` line, without a name or an id",
  faces: ["completions", "openai"],
  sources: [
    eventStream("Each `data` line adds to the data of an event; `event` and `id` give it a name and an id."),
    openAICompletions("A stream consists of data-only server-sent events."),
  ],
  covers: ["#/components/responses/Completion/content/text~1event-stream"],
  run: async (target) => {
    const request = { body: { ...briefRequest, stream: true } };
    const response = await sendRequest(target, request);
    const text = await response.text();
    await readResponse(withText(response, text), request, target);
    const lines = text.split(/\r\n|\r|\n/);
    const invalid = lines.find((line) => !/^(|:.*|data: ?(\{.*\}|\[DONE\]))$/s.test(line));
    expectThat(invalid === undefined, "only `data:` lines with an object or [DONE]", invalid);
  },
};
