import type { CaseRequest, Exchange } from "@completions-api/contract";
import type { ErrorCode } from "@completions-api/types";

const brief = { prompt: "Call me Ishmael.", max_tokens: 16 };

/** The exchanges of cases that the contract sends as bytes although a client can send them, by the case's id. */
export const byteCases: Readonly<Record<string, readonly Exchange[]>> = {
  "body-too-large": [fails({ body: { prompt: "whale ".repeat(2 ** 21 / 6) } }, "payload_too_large")],
  "headers-too-large": [
    fails({ body: brief, headers: { "x-whale": "w".repeat(2 ** 16) } }, "headers_too_large"),
  ],
  // In an object literal, `__proto__` would set the prototype instead of a property.
  "prototype-keys": [
    fails(
      { body: JSON.parse('{"prompt": "The whale", "__proto__": {"max_tokens": 4}}') },
      "extra_parameters_not_allowed",
    ),
    fails(
      {
        body: JSON.parse('{"__proto__": {"prompt": "The whale"}}'),
        headers: { "extra-parameters": "ignore" },
      },
      "invalid_parameter",
    ),
  ],
};

function fails(request: CaseRequest, code: ErrorCode): Exchange {
  return { request, expect: { outcome: "error", code } };
}
