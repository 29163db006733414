import { contentFiltered, JsonText, unprocessableContent } from "@completions-api/protocol";
import type { ContentFilter } from "../content-filter/content-filter.ts";
import { listStrings } from "../content-filter/list-strings.ts";
import type { ReadRequest } from "./face.ts";

/**
 * Shows the content filter every text of a request that goes to an engine: prompts, `suffix`, `stop`, `user`, and the strings in
 * extra parameters.
 *
 * @throws HttpError 400 `content_filter` if it refuses one. 422 `parameter_not_supported` for a prompt that is tokens, if the
 * filter refuses them.
 */
export function checkTexts(
  filter: ContentFilter,
  { prompts, parameters, extra }: Pick<ReadRequest, "prompts" | "parameters" | "extra">,
): void {
  const check = (text: string | undefined, param: string): void => {
    if (text !== undefined && !filter.allowsPrompt(text)) throw contentFiltered(param);
  };
  for (const { prompt, loc } of prompts) {
    if (typeof prompt === "string") check(prompt, "prompt");
    else if (filter.refusesTokens) {
      throw unprocessableContent({
        loc,
        value: prompt,
        message: "must be text, because the content filter cannot read tokens",
        advice: "Send the text.",
        code: "parameter_not_supported",
      });
    }
  }
  const { suffix, stop, user } = parameters;
  check(suffix, "suffix");
  for (const sequence of typeof stop === "string" ? [stop] : (stop ?? [])) check(sequence, "stop");
  check(user, "user");
  for (const name in extra) {
    const value = extra[name];
    // Lists and objects are kept as texts.
    if (value instanceof JsonText) for (const text of listStrings(value.text)) check(text, name);
    else if (typeof value === "string") check(value, name);
  }
}
