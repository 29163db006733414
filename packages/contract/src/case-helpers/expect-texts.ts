import { Inconclusive } from "../contract-case.ts";
import { ContractViolation } from "../contract-violation.ts";
import type { CaseTarget } from "../target.ts";
import { type Answer, ask } from "./ask.ts";

/** A request, and the texts of the completion that it got. */
export interface Known {
  readonly request: object;
  readonly texts: readonly string[];
}

/**
 * Sends a request whose texts follow from those of another one. Sampling must be greedy. A server that computes requests
 * together chooses another token now and then, so a difference counts only if both requests repeat their texts.
 *
 * @param texts - the texts that the choices must have.
 * @param why - completes the sentence "expected the texts …".
 * @throws ContractViolation if the texts differ.
 * @throws Inconclusive if one of the requests does not repeat its texts.
 */
export async function expectTexts(
  target: CaseTarget,
  known: Known,
  {
    request,
    texts,
    why,
  }: { readonly request: object; readonly texts: readonly string[]; readonly why: string },
): Promise<Answer> {
  const answer = await ask(target, request);
  const actual = textsOf(answer);
  if (isSame(actual, texts)) return answer;
  const knownAgain = textsOf(await ask(target, known.request));
  const again = textsOf(await ask(target, request));
  for (const [first, second] of [[known.texts, knownAgain] as const, [actual, again] as const]) {
    if (!isSame(first, second)) {
      const both = [first, second].map((list) => JSON.stringify(list)).join(" and then ");
      throw new Inconclusive(`the same request got the texts ${both}`);
    }
  }
  throw new ContractViolation(`the texts ${JSON.stringify(texts)}${why}`, JSON.stringify(actual), {
    request: JSON.stringify({ body: request }),
  });
}

/** Returns the texts of choices in the order of their indexes. */
export function textsOf({ choices }: Answer): string[] {
  return choices.toSorted((one, other) => one.index - other.index).map(({ text }) => text);
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
