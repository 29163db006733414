import { checkResponse } from "../check-response.ts";
import type { ReceivedError } from "../contract-case.ts";
import { ContractViolation, expectThat } from "../contract-violation.ts";
import type { FaceName } from "../faces/face.ts";
import { messageOf } from "../faces/face-format.ts";
import { faceFormats } from "../faces/face-formats.ts";
import { readError } from "../http/read-error.ts";
import { readResponse } from "../http/read-response.ts";
import { send } from "../http/send.ts";
import { sendBytes } from "../http/send-bytes.ts";
import type { Fault } from "../request-faults/fault.ts";
import type { CaseTarget } from "../target.ts";
import type { FuzzRequest, HttpFuzzRequest, RawFuzzRequest } from "./fuzz-request.ts";
import { judgeRequest, type Verdict } from "./judge-request.ts";
import { parseBody } from "./parse-body.ts";

/**
 * Sends a generated request, and checks that the response is one that the contract allows.
 *
 * @throws ContractViolation
 * @throws BudgetSpent
 */
export function checkRequest(request: FuzzRequest, target: CaseTarget): Promise<void> {
  return "startLine" in request ? checkRaw(request, target) : checkHttp(request, target);
}

/** Checks only the status: a proxy in front of the server may answer what is not HTTP. */
async function checkRaw({ startLine, lines, body }: RawFuzzRequest, target: CaseTarget): Promise<void> {
  const { host, pathname } = new URL(target.baseUrl);
  const start = startLine.replace(" /completions", ` ${pathname.replace(/\/$/, "")}/completions`);
  const head = [start, `Host: ${host}`, "Connection: close", ...lines];
  const { status } = await sendBytes(target, `${head.join("\r\n")}\r\n\r\n${body}`);
  // 501 and 505 are for transfer codings and versions of HTTP that the server does not have.
  const isRefused = (status >= 400 && status < 500) || status === 501 || status === 505;
  expectThat(isRefused || (status === 200 && body !== ""), "a status from 400 to 499", status);
}

async function checkHttp(request: HttpFuzzRequest, target: CaseTarget): Promise<void> {
  const { method, path, query, headers, isLoose } = request;
  const sentBody = method === "GET" ? {} : { body: request.body };
  const response = await send(target, { method, path, query, headers, ...sentBody });
  const body = parseBody(request.body);
  const verdict = judgeRequest(request, body, target.face);
  if (response.status !== 200) {
    const received = await readError(response, target);
    if (isLoose) expectThat(response.status < 500, "no error of the server", describeError(received));
    else checkError(received, verdict, { body, face: target.face });
  } else if (isLoose) {
    await response.text();
  } else {
    expectThat(verdict.faults.length === 0, describe(verdict.faults, target.face), "status 200");
    const received = await readResponse(response, { body }, target);
    checkResponse({ request: { body }, expect: { outcome: "completion" } }, received, target.face);
  }
}

function checkError(
  received: ReceivedError,
  { faults, limits }: Verdict,
  request: { readonly body: unknown; readonly face: FaceName },
): void {
  const { face } = request;
  const alike = [...faults, ...limits].filter(
    (fault) => faceFormats[face].toCode({ outcome: "error", ...fault }) === received.code,
  );
  const expected = faults.length === 0 ? "a completion" : describe(faults, face);
  expectThat(alike.length > 0, expected, describeError(received));
  expectThat(
    alike.some((fault) => isReported(fault, received, request)),
    describe(alike, face),
    received.body,
  );
}

function isReported(
  fault: Fault,
  received: ReceivedError,
  { body, face }: { readonly body: unknown; readonly face: FaceName },
): boolean {
  try {
    faceFormats[face].checkFault({ outcome: "error", ...fault }, body, received.body);
    return true;
  } catch (error) {
    if (error instanceof ContractViolation) return false;
    throw error;
  }
}

function describe(faults: readonly Fault[], face: FaceName): string {
  const texts = faults.map((fault) => {
    const place = fault.loc?.join(".") ?? fault.param;
    const code = faceFormats[face].toCode({ outcome: "error", ...fault });
    return place === undefined ? `error ${code}` : `error ${code} at ${place}`;
  });
  return [...new Set(texts)].join(" or ");
}

function describeError({ code, body }: ReceivedError): string {
  return `error ${code}: ${messageOf(body)}`;
}
