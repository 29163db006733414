import { expectThat } from "../contract-violation.ts";
import type { CaseTarget } from "../target.ts";
import { ask } from "./ask.ts";

/**
 * Sends a request with a stop sequence, streamed and not. Sampling must be greedy.
 *
 * @param text - the text of the same request without the stop sequence, which it contains.
 * @throws ContractViolation if the text does not end right before the stop sequence, with the finish reason `stop`.
 */
export async function expectStops(
  target: CaseTarget,
  request: object,
  stop: string,
  text: string,
): Promise<void> {
  const expected = text.slice(0, text.indexOf(stop));
  for (const stream of [true, false]) {
    const { choices } = await ask(target, { ...request, stop, stream });
    const [choice] = choices;
    expectThat(
      choice?.text === expected,
      `the text ${JSON.stringify(expected)}, which ends before ${JSON.stringify(stop)}`,
      choice?.text,
    );
    expectThat(choice.finish_reason === "stop", "finish_reason stop", choice);
  }
}

/**
 * Sends a request with stop sequences that its text does not contain, streamed and not. Sampling must be greedy.
 *
 * @param text - the text of the same request without them.
 * @throws ContractViolation if the text changes.
 */
export async function expectNoStop(
  target: CaseTarget,
  request: object,
  stop: readonly string[],
  text: string,
): Promise<void> {
  for (const stream of [true, false]) {
    const { choices } = await ask(target, { ...request, stop, stream });
    const actual = choices[0]?.text;
    const which = `which contains none of ${JSON.stringify(stop)}`;
    expectThat(actual === text, `the whole text ${JSON.stringify(text)}, ${which}`, actual);
  }
}
