import type { FaceName } from "../faces/face.ts";

/**
 * Lists the parameters of a request that break a rule between parameters, which no schema states. Rules of the spec:
 * `best-of-at-least-n`, `best-of-not-streamed`, `zero-tokens-need-echo`, `stream-options-need-stream` and
 * `logit-bias-names-tokens`.
 */
export function findBrokenRules(body: Readonly<Record<string, unknown>>, face: FaceName): string[] {
  if (face === "completions") return [];
  const { n, best_of, max_tokens, echo, stream, stream_options, logit_bias } = body;
  const choices = Number(n ?? 1);
  const isBelow = typeof best_of === "number" && best_of < choices;
  const isStreamed = stream === true && Number(best_of) > choices;
  const names: readonly (readonly [string, boolean])[] = [
    ["best_of", isBelow || isStreamed],
    ["max_tokens", max_tokens === 0 && echo !== true],
    ["stream_options", Boolean(stream_options) && stream !== true],
    ["logit_bias", Object.keys(logit_bias ?? {}).some((key) => !/^\d+$/.test(key))],
  ];
  return names.filter(([, isBroken]) => isBroken).map(([name]) => name);
}
