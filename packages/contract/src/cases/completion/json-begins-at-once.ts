import { briefRequest } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { sendRequest } from "../../http/send.ts";

const mark = [0xef, 0xbb, 0xbf];
const brace = 0x7b;

export const jsonBeginsAtOnce: ContractCase = {
  id: "json-begins-at-once",
  title: "JSON has no byte order mark before it",
  faces: ["completions", "openai"],
  sources: [rfc(8259, "8.1", "JSON that is sent over a network must not begin with a byte order mark.")],
  covers: ["#/components/responses/Completion/content/application~1json"],
  run: async (target) => {
    // Neither `text()` nor `json()` shows the mark.
    for (const body of [briefRequest, {}]) {
      const response = await sendRequest(target, { body });
      const start = new Uint8Array(await response.arrayBuffer()).subarray(0, 3);
      const hasMark = mark.every((byte, index) => start[index] === byte);
      if (!hasMark && start[0] !== brace) throw new Inconclusive("the response is no JSON object");
      expectThat(!hasMark, "JSON from the first byte on", "a byte order mark before it");
    }
  },
};
