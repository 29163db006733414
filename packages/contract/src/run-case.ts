import { checkAnswer } from "./check-answer.ts";
import type { CompletionAnswer, ContractCase, Exchange } from "./contract-case.ts";
import { ContractViolation, show } from "./contract-violation.ts";
import { readAnswer } from "./http/read-answer.ts";
import { sendRequest } from "./http/send.ts";
import type { RunningTarget } from "./target.ts";

/** @throws ContractViolation; errors of the network as they are. */
export async function runCase(contractCase: ContractCase, target: RunningTarget): Promise<void> {
  if ("run" in contractCase) return contractCase.run(target);
  const completions: CompletionAnswer[] = [];
  for (const exchange of contractCase.exchanges) {
    const answer = await runExchange(exchange, target);
    if (answer.outcome === "completion") completions.push(answer);
  }
  contractCase.check?.(completions);
}

async function runExchange(exchange: Exchange, target: RunningTarget): ReturnType<typeof readAnswer> {
  const { request } = exchange;
  try {
    const answer = await readAnswer(await sendRequest(target, request), request);
    checkAnswer(exchange, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof ContractViolation)) throw error;
    const { body, headers, query } = request;
    throw new ContractViolation(
      error.expected,
      `${error.actual}, in answer to ${show({ query, headers, body })}`,
    );
  }
}
