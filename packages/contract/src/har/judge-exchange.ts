import type { HarEntry, Route } from "@completions-api/protocol/recorded";
import { validateModelDescription, validateModelList } from "@completions-api/validators/openai";
import { readModels } from "../case-helpers/get-models.ts";
import { checkResponse } from "../check-response.ts";
import type { ExpectedError, ReceivedError } from "../contract-case.ts";
import { ContractViolation, expectThat } from "../contract-violation.ts";
import type { FaceName } from "../faces/face.ts";
import { messageOf } from "../faces/face-format.ts";
import { faceFormats } from "../faces/face-formats.ts";
import { readError } from "../http/read-error.ts";
import { readResponse } from "../http/read-response.ts";
import { findRequestFaults, type RequestFaults } from "./request-faults.ts";

/** The codes of errors that only a request with a fault of its own deserves, as far as an archive can show the fault. */
const refusals: readonly ExpectedError["code"][] = [
  "invalid_json",
  "invalid_header",
  "invalid_query",
  "extra_parameters_not_allowed",
  "method_not_allowed",
  "unsupported_media_type",
  "invalid_parameter",
];

/**
 * Judges a recorded exchange as a case would, whose request it is.
 *
 * @throws ContractViolation
 */
export async function judgeExchange(entry: HarEntry, { resource, face }: Route): Promise<void> {
  const response = toResponse(entry);
  if (resource === "models" || resource === "model") {
    const place = { face, path: new URL(entry.exchange.request.url).pathname };
    if (response.status !== 200) await readError(response, { face });
    else if (resource === "models") await readModels(response, place, validateModelList);
    else await readModels(response, place, validateModelDescription);
    return;
  }
  const faults = findRequestFaults(entry, face);
  const request = { body: faults.body };
  const received = await readResponse(response, request, { face });
  if (received.outcome === "error") return checkError(received, faults, face);
  const [fault] = faults.faults;
  expectThat(
    fault === undefined,
    `error ${fault && faceFormats[face].toCode(fault)}, since the request is invalid`,
    received.outcome,
  );
  checkResponse({ request, expect: { outcome: received.outcome } }, received, face);
}

function checkError(
  received: ReceivedError,
  { body, faults, mayBeRefused }: RequestFaults,
  face: FaceName,
): void {
  const isRefusal = refusals.some(
    (code) => faceFormats[face].toCode({ outcome: "error", code }) === received.code,
  );
  // Any request can fail because of the server, the model or the token.
  if (!isRefusal || (faults.length === 0 && mayBeRefused)) return;
  expectThat(
    faults.length > 0,
    "a completion, since the request is valid",
    `error ${received.code}: ${messageOf(received.body)}`,
  );
  let violation: ContractViolation | undefined;
  for (const expect of faults) {
    try {
      checkResponse({ request: { body }, expect }, received, face);
      return;
    } catch (error) {
      // The value at fault is nested too deeply to be compared with the one that the server quotes.
      if (error instanceof RangeError) return;
      if (!(error instanceof ContractViolation)) throw error;
      violation ??= error;
    }
  }
  throw violation;
}

function toResponse({ exchange, responseBody }: HarEntry): Response {
  const { status = 0, headers = [] } = exchange.response ?? {};
  // These statuses have no body, whatever a tool recorded.
  const hasBody = responseBody.length > 0 && status !== 204 && status !== 205 && status !== 304;
  const sent = headers.map(([name, value]): [string, string] => [
    name,
    value.replaceAll(/[^\t\x20-\x7E\x80-\xFF]/g, "?"),
  ]);
  return new Response(hasBody ? responseBody : null, { status, headers: sent });
}
