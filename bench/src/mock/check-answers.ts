import { isDeepStrictEqual } from "node:util";
import type { RunningServer } from "../measuring/servers.ts";
import { type Contender, exampleAnswer, exampleBody, promptBody } from "./contenders.ts";

/** A body that the contract does not allow. */
const invalidBody = { prompt: 7 };

/**
 * Checks that a contender does the work that it is measured for: with the example's request, with a prompt, and with a request that
 * is not valid.
 *
 * @throws Error with the answer, if it is not the right one.
 */
export async function checkAnswers(server: RunningServer, { work }: Contender): Promise<void> {
  const isExample = ({ status, body }: Answer) => status === 200 && isDeepStrictEqual(body, exampleAnswer);
  const isGenerated = ({ status, body }: Answer) =>
    status === 200 && body.usage?.completion_tokens === promptBody.max_tokens;
  const isRefusal = ({ status }: Answer) => status >= 400 && status < 500;

  await expectAnswer(server, exampleBody, isExample);
  await expectAnswer(server, promptBody, work === "generates" ? isGenerated : isExample);
  await expectAnswer(server, invalidBody, work === "repeats" ? isExample : isRefusal);
}

interface Answer {
  readonly status: number;
  readonly body: {
    readonly choices?: readonly { readonly text: string }[];
    readonly usage?: { readonly completion_tokens: number };
  };
}

/**
 * Sends a request once.
 *
 * @throws Error with the answer, if it is not the right one.
 */
export async function expectAnswer(
  { port, call: { path, headers }, child }: RunningServer,
  request: object,
  isRight: (answer: Answer) => boolean,
): Promise<void> {
  const body = JSON.stringify(request);
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, body });
  const { status } = response;
  const answer = await response.text();
  if (isRight({ status, body: JSON.parse(answer) })) return;
  throw new Error(`${child.spawnargs.join(" ")} answered ${body} with ${status} ${answer}`);
}
