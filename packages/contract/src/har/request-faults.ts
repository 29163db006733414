import { HttpError, parseJsonBody, type RequestHeaders } from "@completions-api/protocol";
import type { HarEntry } from "@completions-api/protocol/recorded";
import type { ExpectedError } from "../contract-case.ts";
import type { FaceName } from "../faces/face.ts";
import { findBodyFaults, findExtraParameters } from "../request-faults/body-faults.ts";
import type { Fault } from "../request-faults/fault.ts";
import { findHeadFaults } from "../request-faults/head-faults.ts";

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
  const query = new URL(url).search;
  // Some tools record no headers.
  const headers = list.length === 0 ? { "content-type": "application/json" } : toRecord(list);
  const { body, faults } = readBody(requestBody ?? new Uint8Array(0));
  const all = [
    ...findHeadFaults({ method, query, headers }, face),
    ...(faults ?? findBodyFaults(body, headers, face)),
  ];
  return {
    body,
    faults: all.map((fault) => ({ outcome: "error", ...fault })),
    mayBeRefused:
      new TextDecoder().decode(requestBody).includes("\uFFFD") ||
      (headers["extra-parameters"] === "pass-through" && findExtraParameters(body, face).length > 0),
  };
}

function toRecord(list: readonly (readonly [string, string])[]): RequestHeaders {
  // Not an object: a header may have the name of a property that each object has.
  const values = new Map<string, string | string[]>();
  for (const [name, value] of list) {
    const others = values.get(name);
    values.set(name, others === undefined ? value : [others, value].flat());
  }
  return Object.fromEntries(values);
}

/** Parses a body. `faults` is undefined if it is JSON. */
function readBody(bytes: Uint8Array): { readonly body: unknown; readonly faults?: readonly Fault[] } {
  try {
    return { body: parseJsonBody(bytes) };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { code, body, param } = error;
    const place = "detail" in body ? { loc: body.detail.loc } : param === undefined ? {} : { param };
    return { body: undefined, faults: [{ code, ...place }] };
  }
}
