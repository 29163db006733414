import { isRefusal } from "../../upstream-error.ts";
import type { UpstreamErrorDetails } from "./error-details.ts";

/** Codes, types and class names for a prompt that is too long. Proxies quote them in their own messages. */
const overflowCode =
  /context_?length_?exceeded|exceed_context_size|context_?window_?exceeded|max_prompt_tokens_exceeded|tokens_limit_reached|request_too_large/i;

/**
 * Ways to say that a prompt is too long, or that `max_tokens` does not fit behind it. `test/upstreams/context-overflow.jsonl`
 * has an error of each server.
 */
const overflowText = new RegExp(
  [
    // Most servers name what is too small.
    "context[ _](?:length|window|size|limit)|context is \\d",
    "max_(?:model|seq)_len|max_num_tokens|session_len|n_ctx",
    "(?:maximum|max) (?:supported |allowed )?(?:input|prompt|sequence|model) (?:length|limit)",
    "(?:maximum|max) number of (?:input |prompt )?tokens|max tokens allowed|token limit",
    // Others name what is too large.
    "(?:prompt|input|request|message) (?:is )?too (?:long|large|big)",
    "too many (?:input |prompt )?tokens",
    "token count (?:of \\d+ |\\(\\d+\\) )?exceeds",
    "reduce the length of|longer than allowed|input length should be|exceed the configured limit",
    // TGI
    "`inputs` (?:tokens \\+|must have less than)",
    // vLLM subtracts the prompt from the context when the request leaves max_tokens to it.
    "max_tokens must be at least 1, got -",
  ].join("|"),
  "i",
);

/** The longest text of OpenAI's API, which is far longer than any context. */
const textTooLong = "string_above_max_length";

/**
 * Returns whether a server refuses a request because its prompt and `max_tokens` exceed the context. A text says so only if
 * the status blames the request, or if there is none: a server whose slots share one context says the same when other
 * requests have filled it.
 */
export function isContextOverflow({ status, code, message, param }: UpstreamErrorDetails): boolean {
  if (overflowCode.test(code)) return true;
  if (status !== undefined && !isRefusal(status)) return false;
  if (code.includes(textTooLong)) return param === undefined || param === "prompt";
  return overflowCode.test(message) || overflowText.test(message);
}
