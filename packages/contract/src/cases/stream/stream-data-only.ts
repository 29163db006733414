import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readAnswer } from "../../http/read-answer.ts";
import { sendRequest } from "../../http/send.ts";
import { brief } from "../exchanges.ts";

export const streamDataOnly: ContractCase = {
  id: "stream-data-only",
  title: "Each event of a stream is one line of data, without a name or an id",
  covers: ["#/components/responses/Completion/content/text~1event-stream"],
  run: async (target) => {
    const request = { body: { ...brief, stream: true } };
    const response = await sendRequest(target, request);
    const copy = response.clone();
    await readAnswer(response, request);
    const lines = (await copy.text()).split(/\r\n|\r|\n/);
    const other = lines.find((line) => !/^(|:.*|data: ?(\{.*\}|\[DONE\]))$/s.test(line));
    expectThat(other === undefined, "lines of `data:` with an object or [DONE]", other);
  },
};
