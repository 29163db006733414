import { briefRequest, refuses } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { properties, under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const error = "#/components/schemas/UnprocessableContentError";

export const unprocessableShape: ContractCase = {
  id: "unprocessable-shape",
  title: "A 422 is JSON that follows its schema, with the path and the value of the invalid parameter",
  sources: [
    rfc(
      9110,
      "15.5.21",
      "A 422 says that the content is well-formed, but that its instructions cannot be processed.",
    ),
  ],
  covers: [
    "#/paths/~1completions/post/responses/422",
    ...under(
      "#/components/responses/UnprocessableContent",
      "headers/x-ms-error-code",
      "content/application~1json",
    ),
    `${error}/type`,
    ...properties(error, ["status", "error", "message"], "required", "type"),
    ...properties(error, ["code", "detail"], "required"),
    ...under(`${error}/properties`, "status/const", "error/minLength", "message/minLength"),
    ...under("#/components/schemas/UnprocessableContentErrorCode", "type", "enum/invalid_parameter"),
    "#/components/schemas/ErrorCode/enum/invalid_parameter",
    "#/components/schemas/Detail/type",
    ...properties("#/components/schemas/Detail", ["loc", "value"], "required", "type"),
    ...under("#/components/schemas/Detail/properties", "loc/minItems", "loc/items/type", "value/minLength"),
  ],
  exchanges: [
    refuses({ ...briefRequest, temperature: -3 }, "temperature"),
    refuses({ ...briefRequest, prompt: [36, {}] }, "prompt", "1"),
  ],
};
