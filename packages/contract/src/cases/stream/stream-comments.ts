import { briefRequest } from "../../case-helpers/exchanges.ts";
import { eventStream } from "../../case-helpers/sources.ts";
import { textsOf } from "../../case-helpers/texts.ts";
import type { ContractCase, ReceivedResponse } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readResponse } from "../../http/read-response.ts";
import { sendRequest } from "../../http/send.ts";
import { withText } from "../../http/with-text.ts";

const whole = { body: { ...briefRequest, temperature: 0 } };
const streamed = { body: { ...whole.body, stream: true } };

export const streamComments: ContractCase = {
  id: "stream-comments",
  title: "Removing the comments from a stream does not change its text",
  faces: ["completions", "openai"],
  sources: [eventStream("A line that begins with a colon is ignored.")],
  covers: ["stream-comments-mean-nothing"],
  needs: ["greedy-repeats"],
  run: async (target) => {
    const expected = readTexts(await readResponse(await sendRequest(target, whole), whole, target));
    const response = await sendRequest(target, streamed);
    const lines = (await response.text()).split(/\r\n|\r|\n/);
    const events = lines.filter((line) => !line.startsWith(":")).join("\n");
    const texts = readTexts(await readResponse(withText(response, events), streamed, target));
    expectThat(texts === expected, expected, texts);
  },
};

function readTexts(received: ReceivedResponse): string {
  return received.outcome === "completion" ? JSON.stringify(textsOf(received)) : received.outcome;
}
