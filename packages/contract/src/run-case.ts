import { checkAnswer } from "./check-answer.ts";
import type { Answer, CompletionAnswer, ContractCase, ErrorAnswer, Exchange } from "./contract-case.ts";
import { ContractViolation, show } from "./contract-violation.ts";
import { readAnswer } from "./http/read-answer.ts";
import { sendRequest } from "./http/send.ts";
import type { RunningTarget } from "./target.ts";

/** A model need not support every parameter; where it says so, a case about that parameter says nothing of it. */
export class UnsupportedParameter extends Error {
  override readonly name = "UnsupportedParameter";
}

/**
 * @throws ContractViolation
 * @throws UnsupportedParameter where nothing worse came. Errors of the network come through as they are.
 */
export async function runCase(contractCase: ContractCase, target: RunningTarget): Promise<void> {
  if ("run" in contractCase) return contractCase.run(target);
  const completions: CompletionAnswer[] = [];
  let unsupported: UnsupportedParameter | undefined;
  for (const exchange of contractCase.exchanges) {
    const answer = await runExchange(exchange, target);
    if (answer.outcome === "completion") completions.push(answer);
    else if (isUnsupported(exchange, answer)) unsupported = new UnsupportedParameter(answer.body.message);
  }
  if (unsupported !== undefined) throw unsupported;
  contractCase.check?.(completions);
}

function isUnsupported({ expect }: Exchange, answer: Answer): answer is ErrorAnswer {
  return (
    expect.outcome !== "error" && answer.outcome === "error" && answer.code === "parameter_not_supported"
  );
}

async function runExchange(exchange: Exchange, target: RunningTarget): Promise<Answer> {
  const { request } = exchange;
  try {
    const answer = await readAnswer(await sendRequest(target, request), request);
    if (!isUnsupported(exchange, answer)) checkAnswer(exchange, answer);
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
