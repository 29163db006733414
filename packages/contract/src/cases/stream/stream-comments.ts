import type { Answer, ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readAnswer } from "../../http/read-answer.ts";
import { sendRequest } from "../../http/send.ts";
import { textsOf } from "../compare-texts.ts";
import { brief } from "../exchanges.ts";

const whole = { body: { ...brief, seed: 7 } };
const streamed = { body: { ...whole.body, stream: true } };

export const streamComments: ContractCase = {
  id: "stream-comments",
  title: "A stream says the same without its comments",
  covers: ["stream-comments-mean-nothing"],
  needs: ["deterministic"],
  run: async (target) => {
    const expected = readTexts(await readAnswer(await sendRequest(target, whole), whole));
    const response = await sendRequest(target, streamed);
    const lines = (await response.text()).split(/\r\n|\r|\n/);
    const events = lines.filter((line) => !line.startsWith(":")).join("\n");
    const texts = readTexts(await readAnswer(new Response(events, response), streamed));
    expectThat(texts === expected, expected, texts);
  },
};

function readTexts(answer: Answer): string {
  return answer.outcome === "completion" ? JSON.stringify(textsOf(answer)) : answer.outcome;
}
