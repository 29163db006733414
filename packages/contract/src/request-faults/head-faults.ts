import { checkContentType, HttpError, type RequestHeaders } from "@completions-api/protocol";
import { validateCreateCompletionHeaders, validateCreateCompletionQuery } from "@completions-api/validators";
import type { FaceName } from "../faces/face.ts";
import type { Fault } from "./fault.ts";

/** The parts of a request for a completion before its body. */
interface RequestHead {
  readonly method: string;
  readonly query: string;
  /** Names are in lower case. A list has several values. */
  readonly headers: RequestHeaders;
}

/** Lists the faults of a request's method, query and headers, of which a server may report any. Its token is not checked. */
export function findHeadFaults({ method, query, headers }: RequestHead, face: FaceName): Fault[] {
  return [
    ...(method === "POST" ? [] : [{ code: "method_not_allowed" } as const]),
    ...findTypeFaults(headers["content-type"]),
    ...(face === "openai" ? [] : findOwnFaults(query, headers)),
  ];
}

function findTypeFaults(contentType: RequestHeaders[string]): Fault[] {
  try {
    checkContentType(contentType);
    return [];
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return [{ code: error.code }];
  }
}

/** Lists the faults of the parameters that only the API's own face has. */
function findOwnFaults(query: string, headers: RequestHeaders): Fault[] {
  const parameters = new URLSearchParams(query);
  const values = [...parameters.keys()].map((name) => {
    const all = parameters.getAll(name);
    return [name, all.length > 1 ? all : all[0]] as const;
  });
  return [
    ...toFaults(validateCreateCompletionQuery(Object.fromEntries(values)), "invalid_query"),
    ...toFaults(validateCreateCompletionHeaders(headers), "invalid_header"),
  ];
}

function toFaults(
  validation: ReturnType<typeof validateCreateCompletionQuery | typeof validateCreateCompletionHeaders>,
  code: Fault["code"],
): Fault[] {
  return validation.valid ? [] : validation.problems.map(({ loc }) => ({ code, param: String(loc[1]) }));
}
