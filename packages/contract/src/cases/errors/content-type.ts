import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readAnswer } from "../../http/read-answer.ts";
import { send } from "../../http/send.ts";
import { brief } from "../exchanges.ts";
import { expectError } from "../expect-error.ts";

export const contentType: ContractCase = {
  id: "content-type",
  title: "A body is `application/json`, any other is a 415",
  covers: [
    "#/paths/~1completions/post/requestBody/content/application~1json",
    "#/components/schemas/ErrorCode/enum/unsupported_media_type",
  ],
  run: async (target) => {
    const body = JSON.stringify(brief);
    for (const type of ["application/json; charset=utf-8", "Application/JSON"]) {
      const answer = await readAnswer(await send(target, { headers: { "content-type": type }, body }), {
        body: brief,
      });
      expectThat(answer.outcome === "completion", `a completion for content-type ${type}`, answer);
    }
    for (const type of ["text/plain", "application/xml", "application/x-www-form-urlencoded", "json"]) {
      await expectError(target, { headers: { "content-type": type }, body }, "unsupported_media_type");
    }
  },
};
