import { expectError } from "../../case-helpers/expect-error.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

const twoMegabytes = JSON.stringify({ max_tokens: 4, prompt: "whale ".repeat(2 ** 21 / 6) });

export const bodyTooLarge: ContractCase = {
  id: "body-too-large",
  title: "A body of 2 MB gets a 413",
  faces: ["completions", "openai"],
  level: "should",
  sources: [
    rfc(
      9110,
      "15.5.14",
      "A server may refuse content that is larger than it is willing to process with a 413.",
    ),
  ],
  covers: ["#/components/schemas/ErrorCode/enum/payload_too_large"],
  runsLast: true,
  run: (target) => expectError(target, { body: twoMegabytes }, "payload_too_large"),
};
