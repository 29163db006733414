import { briefRequest } from "../../case-helpers/exchanges.ts";
import { expectError } from "../../case-helpers/expect-error.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readResponse } from "../../http/read-response.ts";
import { send } from "../../http/send.ts";

export const contentType: ContractCase = {
  id: "content-type",
  title: "A body must be `application/json`; any other type gets a 415",
  faces: ["completions", "openai"],
  sources: [
    rfc(9110, "15.5.16", "A server refuses content in a format that it does not support with a 415."),
    rfc(9110, "8.3.1", "The names of a media type are case-insensitive, and it may have parameters."),
  ],
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
