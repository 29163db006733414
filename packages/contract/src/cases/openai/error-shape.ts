import { briefRequest, fails, refuses } from "../../case-helpers/exchanges.ts";
import { properties, under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const error = "#/components/schemas/Error";
const response = "#/components/schemas/ErrorResponse";

export const errorShape: ContractCase = {
  id: "error-shape",
  title:
    "For OpenAI's clients, an error is an object `error` with a message, a type, a code and the parameter at fault",
  faces: ["openai"],
  sources: [
    {
      url: "https://github.com/openai/openai-openapi",
      says: "An error has a message, a type, a parameter and a code. The last two may be null.",
    },
  ],
  covers: [
    "#/paths/~1completions/post/responses/default",
    `${response}/type`,
    ...properties(response, ["error"], "required"),
    `${error}/type`,
    ...properties(error, ["message", "param"], "required", "type"),
    ...properties(error, ["type", "code"], "required"),
    `${error}/properties/message/minLength`,
    ...under("#/components/schemas/ErrorType", "type", "enum/invalid_request_error"),
    "#/components/schemas/ErrorCode/enum/invalid_value",
  ],
  exchanges: [
    refuses({ ...briefRequest, temperature: -3 }, "temperature"),
    refuses({ ...briefRequest, prompt: [[36], [0, -1]] }, "prompt", "1", "1"),
    refuses({ max_tokens: 4 }, "prompt"),
    refuses([]),
    fails({ body: { ...briefRequest, top_k: 4 } }, { code: "extra_parameters_not_allowed", param: "top_k" }),
  ],
};
