import { formatCurl } from "@completions-api/protocol/recorded";
import type { RecordedRequest } from "../run-record.ts";
import { isStream, keyVariable, readCodeRequest } from "./code-request.ts";

/** Writes a request as a command for a POSIX shell. */
export function toCurl(request: RecordedRequest): string {
  const read = readCodeRequest(request);
  const { method, url, headers, hasKey, body } = read;
  return formatCurl(
    {
      method,
      url,
      headers: [...(hasKey ? [["authorization", "Bearer ***"] as const] : []), ...Object.entries(headers)],
      ...(body !== "" && { body }),
    },
    { tokenVariable: keyVariable, longestBody: Number.POSITIVE_INFINITY, isStream: isStream(read) },
  );
}
