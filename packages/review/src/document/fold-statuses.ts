import type { Response } from "../model/api.ts";
import type { JsonObject } from "../model/json.ts";
import { findResponse } from "./find-response.ts";
import { isSameApartFromTexts } from "./is-same-apart-from-texts.ts";

type Responses = ReadonlyMap<string, Response>;

/** Removes responses that say what their range, such as `4XX`, or `default` says anyway. */
export function foldStatuses(responses: Responses): Responses {
  const kept = new Map(responses);
  for (const [status, response] of responses) {
    kept.delete(status);
    const other = findResponse(kept, status);
    if (other === undefined || !isSameResponse(other, response)) kept.set(status, response);
  }
  // In the order of the document.
  return new Map([...responses].filter(([status]) => kept.has(status)));
}

/** Says whether two responses promise the same, with names of headers and media types in canonical form. */
function isSameResponse(left: Response, right: Response): boolean {
  return isSameApartFromTexts(canonicalSource(left), canonicalSource(right), "response");
}

function canonicalSource({ source, headers, content }: Response): JsonObject {
  return {
    ...source,
    headers: Object.fromEntries([...headers].map(([name, header]) => [name, header.source])),
    content: Object.fromEntries([...content].map(([name, mediaType]) => [name, mediaType.source])),
  };
}
