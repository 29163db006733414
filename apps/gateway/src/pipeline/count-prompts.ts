import { unprocessableContent } from "@completions-api/protocol";
import type { Prompt } from "@completions-api/types";

/**
 * Holds the number of a request's prompts against what its deployment takes: a body has room for 300,000, each of which
 * becomes a choice.
 *
 * @throws ApiError 422 `parameter_not_supported` where there are more.
 */
export function countPrompts(maxPrompts: number, prompt: Prompt): void {
  const isOne = typeof prompt === "string" || typeof prompt[0] === "number";
  if (isOne || prompt.length <= maxPrompts) return;
  throw unprocessableContent({
    loc: ["body", "prompt"],
    value: prompt,
    message: `has ${prompt.length} prompts, and this deployment takes ${maxPrompts} at a time. Send them in several requests.`,
    code: "parameter_not_supported",
  });
}
