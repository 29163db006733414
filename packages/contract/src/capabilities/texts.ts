import { type Asker, textsOfAnswer } from "./asker.ts";
import { type Finding, unknown } from "./probe.ts";
import { judgeRefusal } from "./refusal.ts";

/** The texts of requests with one choice, or the conclusion if some have none. */
export type Texts = { readonly texts: readonly string[] } | { readonly finding: Finding };

/**
 * Asks for the same completion several times.
 *
 * @param parameter - matches the name of the parameter that the server may not support.
 */
export async function askForTexts(
  asker: Asker,
  { body, times, parameter }: { body: object; times: number; parameter: RegExp },
): Promise<Texts> {
  const answers = await asker.askTimes(times, { body });
  const texts: string[] = [];
  for (const answer of answers) {
    const refusal = await judgeRefusal(asker, answer, parameter);
    if (refusal !== undefined) return { finding: refusal };
    const [text] = textsOfAnswer(answer) ?? [];
    if (text === undefined) return { finding: unknown("status 200 without a text") };
    texts.push(text);
  }
  return { texts };
}

export function areEqual(texts: readonly string[]): boolean {
  return new Set(texts).size === 1;
}

/** Quotes the beginning of a text. */
export function quote(text = ""): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
