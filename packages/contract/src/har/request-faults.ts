import {
  applyExtraParametersPolicy,
  checkContentType,
  errorFromProblem,
  HttpError,
  parseJsonBody,
  type RequestHeaders,
  readRequestHead,
  splitExtraParameters,
} from "@completions-api/protocol";
import { readOpenAIParameters } from "@completions-api/protocol/openai";
import { validateCreateCompletionRequest } from "@completions-api/validators";
import { validateCreateCompletionRequest as validateOpenAIRequest } from "@completions-api/validators/openai";
import type { ExpectedError } from "../contract-case.ts";
import type { FaceName } from "../faces/face.ts";
import type { HarEntry } from "./read-har.ts";

/** The errors that a request deserves. */
export interface RequestFaults {
  /** The parsed body. Undefined if it is not JSON. */
  readonly body: unknown;
  /** The faults, any of which a server may report. Empty for a valid request. */
  readonly faults: readonly ExpectedError[];
  /**
   * True if a server may refuse the request for a reason that is not recorded: its bytes may not have been UTF-8, or it has
   * parameters that the contract leaves to the model.
   */
  readonly mayBeRefused: boolean;
}

/** Finds what is wrong with a recorded request for a completion. Its token is not checked: only the server knows it. */
export function findRequestFaults({ exchange, requestBody }: HarEntry, face: FaceName): RequestFaults {
  const { method, url, headers: list } = exchange.request;
  if (method !== "POST") {
    return {
      body: undefined,
      faults: [{ outcome: "error", code: "method_not_allowed" }],
      mayBeRefused: false,
    };
  }
  const headers = toRecord(list);
  const faults: HttpError[] = [];
  const collect = <Value>(read: () => Value): Value | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      faults.push(error);
      return undefined;
    }
  };
  const head =
    face === "completions"
      ? collect(() => readRequestHead({ query: new URL(url).searchParams, headers }))
      : undefined;
  // Some tools record no headers.
  if (list.length > 0) collect(() => checkContentType(headers["content-type"]));
  const body = collect(() => parseJsonBody(requestBody ?? new Uint8Array(0)));
  let mayBeRefused = new TextDecoder().decode(requestBody).includes("\uFFFD");
  if (body !== undefined && face === "openai") {
    const validation = validateOpenAIRequest(body);
    if (!validation.valid) faults.push(...validation.problems.map(errorFromProblem));
    else collect(() => readOpenAIParameters(body));
  } else if (body !== undefined) {
    const validation = validateCreateCompletionRequest(body);
    if (!validation.valid) faults.push(...validation.problems.map(errorFromProblem));
    else {
      const { extra } = splitExtraParameters(validation.value);
      const passed = collect(() => applyExtraParametersPolicy(head?.extraParameters ?? "error", extra));
      mayBeRefused ||= Object.keys(passed ?? {}).length > 0;
    }
  }
  return { body, faults: faults.map(toExpectedError), mayBeRefused };
}

function toRecord(headers: readonly (readonly [string, string])[]): RequestHeaders {
  const record: Record<string, string[]> = {};
  for (const [name, value] of headers) record[name] = [...(record[name] ?? []), value];
  return record;
}

function toExpectedError({ code, body, param }: HttpError): ExpectedError {
  if ("detail" in body) return { outcome: "error", code, loc: body.detail.loc };
  return { outcome: "error", code, ...(param !== undefined && { param }) };
}
