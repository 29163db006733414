import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { properties, under } from "../../case-helpers/spec-pointers.ts";
import { needText } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const logprobs = "#/components/schemas/CompletionLogprobs";
const sampled = { ...briefRequest, max_tokens: 8, temperature: 2 };

export const logprobsShape: ContractCase = {
  id: "logprobs-shape",
  title:
    "A choice has `logprobs` exactly if the request asks for them, and they describe the tokens of its text",
  faces: ["openai"],
  sources: [
    openAICompletions(
      "`logprobs` has four lists: the tokens, their log probabilities, the likeliest tokens, and offsets.",
    ),
    {
      report: "https://github.com/kekzl/imp/issues/1589",
      says: "Log probabilities had the shape of chat completions.",
    },
    { report: "https://github.com/vllm-project/vllm/issues/3707", says: "`logprobs: 0` gave null." },
  ],
  covers: [
    ...["Choices", "ChunkChoice"].flatMap((choice) => [
      `#/components/schemas/${choice}/required/logprobs` as const,
      ...under(
        `#/components/schemas/${choice}/properties/logprobs`,
        ...["oneOf/0", "oneOf/1", "oneOf/1/type"],
      ),
      `#/components/schemas/${choice}/properties/logprobs` as const,
    ]),
    `${logprobs}/type`,
    ...properties(logprobs, ["tokens", "token_logprobs", "top_logprobs", "text_offset"], "required", "type"),
    ...under(
      `${logprobs}/properties`,
      ...["tokens/items/type", "token_logprobs/items/type", "token_logprobs/items/maximum"],
      ...["top_logprobs/items/type", "top_logprobs/items/additionalProperties/type"],
      ...["top_logprobs/items/additionalProperties/maximum"],
      ...["text_offset/items/type", "text_offset/items/minimum"],
    ),
    "logprobs-when-asked",
    "logprobs-fit-text",
    "logprobs-first-is-null",
  ],
  needs: ["logprobs"],
  exchanges: [false, true].flatMap((stream) => [
    completes({ ...briefRequest, stream }),
    completes({ ...briefRequest, stream, logprobs: 2 }),
    completes({ ...briefRequest, stream, logprobs: 0, prompt: "The 🐋", n: 2, echo: true }),
    completes({ ...sampled, stream, logprobs: 1, stop: ["e", " ", "🐋"], echo: true }),
  ]),
  check: needText,
};
