import { checkResponse } from "./check-response.ts";
import type {
  ContractCase,
  Exchange,
  ExpectedError,
  ReceivedCompletion,
  ReceivedError,
  ReceivedResponse,
} from "./contract-case.ts";
import { ContractViolation, formatValue } from "./contract-violation.ts";
import { messageOf } from "./faces/face-format.ts";
import { faceFormats } from "./faces/face-formats.ts";
import { readResponse } from "./http/read-response.ts";
import { sendRequest } from "./http/send.ts";
import type { CaseTarget } from "./target.ts";

/**
 * The server answered `parameter_not_supported`, or `unsupported_parameter` to a client of OpenAI. A model need not support
 * every parameter, so a case that needs one of them proves nothing about that server.
 */
export class UnsupportedParameter extends Error {
  override readonly name = "UnsupportedParameter";
}

/**
 * Runs one case. Network errors are thrown unchanged.
 *
 * @throws ContractViolation
 * @throws UnsupportedParameter if the server does not support a parameter, and no exchange broke the contract.
 * @throws Inconclusive if the server's answers do not decide the case.
 * @throws BudgetSpent
 */
export async function runCase(contractCase: ContractCase, target: CaseTarget): Promise<void> {
  if ("run" in contractCase) return contractCase.run(target);
  const completions: ReceivedCompletion[] = [];
  let unsupported: UnsupportedParameter | undefined;
  for (const exchange of contractCase.exchanges) {
    const received = await runExchange(exchange, target);
    if (received.outcome === "completion") completions.push(received);
    else if (isUnsupported(exchange, received, target))
      unsupported = new UnsupportedParameter(messageOf(received.body));
  }
  if (unsupported !== undefined) throw unsupported;
  contractCase.check?.(completions);
}

const parameterNotSupported: ExpectedError = { outcome: "error", code: "parameter_not_supported" };

function isUnsupported(
  { expect }: Exchange,
  received: ReceivedResponse,
  { face }: CaseTarget,
): received is ReceivedError {
  if (expect.outcome === "error" || received.outcome !== "error") return false;
  return received.code === faceFormats[face].toCode(parameterNotSupported);
}

export async function runExchange(exchange: Exchange, target: CaseTarget): Promise<ReceivedResponse> {
  const { request } = exchange;
  try {
    const received = await readResponse(await sendRequest(target, request), request, target);
    if (!isUnsupported(exchange, received, target)) checkResponse(exchange, received, target.face);
    return received;
  } catch (error) {
    if (!(error instanceof ContractViolation)) throw error;
    const { body, headers, query } = request;
    throw new ContractViolation(error.expected, error.actual, {
      event: error.event,
      request: formatValue({ query, headers, body }),
    });
  }
}
