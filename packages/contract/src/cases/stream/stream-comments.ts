import { encodeComment } from "@completions-api/protocol";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readAnswer } from "../../http/read-answer.ts";
import { sendRequest } from "../../http/send.ts";
import { brief } from "../exchanges.ts";

const request = { body: { ...brief, stream: true } };

export const streamComments: ContractCase = {
  id: "stream-comments",
  title: "A stream says the same without its comments, and with others between its events",
  covers: ["stream-comments-mean-nothing"],
  run: async (target) => {
    const response = await sendRequest(target, request);
    const text = await response.clone().text();
    const answer = await readAnswer(response, request);
    const without = text.replaceAll(/^:.*(\r\n|\r|\n)/gm, "");
    const comment = encodeComment("keep-alive\nevent: error");
    for (const changed of [without, comment + without.replaceAll(/^data:/gm, `${comment}data:`)]) {
      const other = await readAnswer(new Response(changed, response), request);
      expectThat(JSON.stringify(other) === JSON.stringify(answer), "the same completion", other);
    }
  },
};
