import { contentFiltered, JsonText, unprocessableContent } from "@completions-api/protocol";
import type { ContentFilter } from "../content-filter/content-filter.ts";
import { listStrings } from "../content-filter/list-strings.ts";
import type { ReadRequest } from "./face.ts";

/** In UTF-16 code units: 65,536, which the filter reads in some three milliseconds. */
const codeUnitsAtOnce = 2 ** 16;

/**
 * Shows the content filter every text of a request that goes to an engine: prompts, `suffix`, `stop`, `user`, and the strings in
 * extra parameters.
 *
 * @returns an iterator that checks as it is iterated. Each value is a number of code units that were checked, after which other work
 * may come first.
 * @throws HttpError 400 `content_filter` if it refuses one. 422 `parameter_not_supported` for a prompt that is tokens, if the
 * filter refuses them.
 */
export function* checkTexts(filter: ContentFilter, read: CheckedParts): Generator<number, void, void> {
  let checked = 0;
  for (const [text, param] of listTexts(filter, read)) {
    if (text.length > codeUnitsAtOnce) {
      yield* checkLongText(filter, text, param);
    } else {
      if (!filter.allowsPrompt(text)) throw contentFiltered(param);
      checked += text.length;
      if (checked < codeUnitsAtOnce) continue;
      yield checked;
      checked = 0;
    }
  }
}

/** The parts of a request that have texts. */
type CheckedParts = Pick<ReadRequest, "prompts" | "parameters" | "extra">;

function* checkLongText(filter: ContentFilter, text: string, param: string): Generator<number, void, void> {
  const watch = filter.watch();
  for (let at = 0; at < text.length; at += codeUnitsAtOnce) {
    watch.push(text.slice(at, at + codeUnitsAtOnce));
    if (watch.stopped) throw contentFiltered(param);
    yield codeUnitsAtOnce;
  }
  watch.end();
  if (watch.stopped) throw contentFiltered(param);
}

/** Lists the texts of a request, each with the name of its parameter. */
function* listTexts(
  filter: ContentFilter,
  { prompts, parameters, extra }: CheckedParts,
): Generator<readonly [text: string, param: string], void, void> {
  for (const { prompt, loc } of prompts) {
    if (typeof prompt === "string") yield [prompt, "prompt"];
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
  if (suffix !== undefined) yield [suffix, "suffix"];
  for (const sequence of typeof stop === "string" ? [stop] : (stop ?? [])) yield [sequence, "stop"];
  if (user !== undefined) yield [user, "user"];
  for (const name in extra) {
    const value = extra[name];
    // Lists and objects are kept as texts.
    if (value instanceof JsonText) for (const text of listStrings(value.text)) yield [text, name];
    else if (typeof value === "string") yield [value, name];
  }
}
