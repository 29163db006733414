import { unprocessableContent } from "@completions-api/protocol";
import type { Prompt } from "@completions-api/types";

/**
 * Holds the number of a request's prompts against what its deployment takes: a body has room for 300,000, each of which
 * becomes a choice.
 *
 * @param count - how many prompts `prompt` has.
 * @throws HttpError 422 `parameter_not_supported` where there are more.
 */
export function limitPrompts(maxPrompts: number, count: number, prompt: Prompt): void {
  if (count <= maxPrompts) return;
  throw unprocessableContent({
    loc: ["body", "prompt"],
    value: prompt,
    message: `has ${count} prompts, and this deployment takes ${maxPrompts} at a time. Send them in several requests.`,
    code: "parameter_not_supported",
  });
}
