import { briefRequest } from "../../case-helpers/exchanges.ts";
import { expectError } from "../../case-helpers/expect-error.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readResponse } from "../../http/read-response.ts";
import { send } from "../../http/send.ts";

export const contentType: ContractCase = {
  id: "content-type",
  title: "A body must be `application/json`; any other type gets a 415",
  faces: ["completions", "openai"],
  covers: [
    "#/paths/~1completions/post/requestBody/content/application~1json",
    "#/components/schemas/ErrorCode/enum/unsupported_media_type",
  ],
  run: async (target) => {
    const body = JSON.stringify(briefRequest);
    for (const type of ["application/json; charset=utf-8", "Application/JSON"]) {
      const response = await send(target, { headers: { "content-type": type }, body });
      const received = await readResponse(response, { body: briefRequest }, target);
      expectThat(received.outcome === "completion", `a completion for content-type ${type}`, received);
    }
    for (const type of ["text/plain", "application/xml", "application/x-www-form-urlencoded", "json"]) {
      await expectError(target, { headers: { "content-type": type }, body }, "unsupported_media_type");
    }
  },
};
