import type { CreateCompletionRequestWithDefaults } from "@completions-api/validators/openai";
import { quoteName } from "../errors/quote-name.ts";
import { unprocessableContent } from "../errors/unprocessable-content.ts";

/**
 * Checks the rules about single requests that no schema can state: `zero-tokens-need-echo`, `best-of-at-least-n`,
 * `best-of-not-streamed`, `stream-options-need-stream` and `logit-bias-names-tokens`.
 *
 * @throws HttpError for the first rule that the request breaks.
 */
export function checkRules(parameters: CreateCompletionRequestWithDefaults): void {
  const { max_tokens, echo, n, best_of = n, stream, stream_options, logit_bias = {} } = parameters;
  const refuse = (name: keyof typeof parameters & string, message: string): Error =>
    unprocessableContent({ loc: ["body", name], value: parameters[name], message });
  if (max_tokens === 0 && !echo) throw refuse("max_tokens", "must be at least 1, unless `echo` is true");
  if (best_of < n) throw refuse("best_of", `must be at least n, which is ${n}`);
  if (best_of > n && stream) throw refuse("best_of", `must not exceed n, which is ${n}, in a stream`);
  if (stream_options && !stream) throw refuse("stream_options", "must only be sent with `stream: true`");
  const wrongKey = Object.keys(logit_bias).find((key) => !/^(0|[1-9]\d{0,8})$/.test(key));
  if (wrongKey !== undefined) {
    const message = `has the key ${quoteName(wrongKey)}, which is not the number of a token`;
    throw refuse("logit_bias", message);
  }
}
