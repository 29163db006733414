import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { properties, under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const tokenMissing: ContractCase = {
  id: "token-missing",
  title: "A request without a token gets a 401",
  faces: ["completions", "openai"],
  needsToken: true,
  sources: [
    rfc(9110, "15.5.2", "A 401 says that the request lacks valid credentials, and has a challenge."),
    rfc(6750, "3", "A request without a valid token gets a challenge of the scheme `Bearer`."),
  ],
  covers: [
    "#/paths/~1completions/post/responses/401",
    ...under("#/components/responses/Unauthorized", "headers/x-ms-error-code", "content/application~1json"),
    "#/components/schemas/UnauthorizedError/type",
    ...properties(
      "#/components/schemas/UnauthorizedError",
      ["status", "error", "message"],
      "required",
      "type",
    ),
    ...under(
      "#/components/schemas/UnauthorizedError/properties",
      "status/const",
      "error/minLength",
      "message/minLength",
    ),
    "#/components/schemas/ErrorCode/enum/unauthorized",
    "#/components/schemas/ErrorCode/enum/invalid_api_key",
  ],
  exchanges: [briefRequest, { ...briefRequest, stream: true }].map((body) =>
    fails({ headers: { authorization: null }, body }, { code: "unauthorized" }),
  ),
};
