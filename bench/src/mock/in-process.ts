import type { Checkout } from "../checkout.ts";
import { startModule } from "../measuring/module-process.ts";
import { byName, inTurns } from "../measuring/rates.ts";
import type { Rounds } from "../measuring/rounds.ts";

/**
 * Measures in turns how many milliseconds the mocks of checkouts take in a process that imports them: from before the import to the
 * first answer, in a new process for each turn.
 *
 * @param body - the request.
 */
export function measureFirstAnswers<Name extends string>(
  checkouts: Readonly<Record<Name, Checkout>>,
  body: object,
  rounds: number,
): Promise<Record<Name, Rounds>> {
  const measureOnce = async ({ mockModule }: Checkout) => {
    const module = new URL("first-answer.ts", import.meta.url);
    const { ask, stop } = startModule({ module, args: [mockModule.href], place: "measured" });
    try {
      return await ask(body);
    } finally {
      stop();
    }
  };
  return inTurns(
    byName(checkouts, (checkout) => () => measureOnce(checkout)),
    rounds,
  );
}
