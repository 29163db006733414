import { expectThat } from "../contract-violation.ts";
import type { CaseTarget } from "../target.ts";
import { expectTexts } from "./expect-texts.ts";

/**
 * Sends a request with a stop sequence, streamed and not. Sampling must be greedy.
 *
 * @param text - the text of the same request without the stop sequence, which it contains.
 * @throws ContractViolation if the text does not end right before the stop sequence, with the finish reason `stop`.
 * @throws Inconclusive if the server does not repeat its texts.
 */
export async function expectStops(
  target: CaseTarget,
  request: object,
  stop: string,
  text: string,
): Promise<void> {
  const texts = [text.slice(0, text.indexOf(stop))];
  const why = `, which end before ${JSON.stringify(stop)} in ${JSON.stringify(text)}`;
  for (const stream of [true, false]) {
    const known = { request, texts: [text] };
    const answer = await expectTexts(target, known, { request: { ...request, stop, stream }, texts, why });
    const [choice] = answer.choices;
    expectThat(choice?.finish_reason === "stop", "finish_reason stop", choice);
  }
}

/**
 * Sends a request with stop sequences that its text does not contain, streamed and not. Sampling must be greedy.
 *
 * @param text - the text of the same request without them.
 * @throws ContractViolation if the text changes.
 * @throws Inconclusive if the server does not repeat its texts.
 */
export async function expectNoStop(
  target: CaseTarget,
  request: object,
  stop: readonly string[],
  text: string,
): Promise<void> {
  const texts = [text];
  const why = `, which contain none of ${JSON.stringify(stop)}`;
  for (const stream of [true, false])
    await expectTexts(target, { request, texts }, { request: { ...request, stop, stream }, texts, why });
}
