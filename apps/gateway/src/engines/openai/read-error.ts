import type { IncomingHttpHeaders } from "node:http";
import type { Call } from "./call.ts";
import { errorFromFault } from "./errors/error-from-fault.ts";
import { readFault } from "./errors/fault.ts";
import { readRetryAfter } from "./errors/retry-after.ts";
import { type BodyReader, collect, parseJson } from "./response-body.ts";

/** In bytes: 64 KiB. Of a longer body nothing is read but that there is one. */
const limit = 2 ** 16;

/** Reads a response whose status is not 200. */
export function readError(call: Call, status: number, headers: IncomingHttpHeaders): BodyReader {
  return collect(limit, (body) => {
    throw errorFromFault(readFault(parseJson(body), status), call, readRetryAfter(headers));
  });
}
