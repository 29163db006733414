import fc from "fast-check";
import type { FaceName } from "../../faces/face.ts";
import { countMostTokens } from "../../http/count-tokens.ts";
import type { FuzzRequest, HttpFuzzRequest } from "../fuzz-request.ts";
import { bodies } from "./bodies.ts";
import { bodyTexts } from "./body-texts.ts";
import { heads } from "./heads.ts";
import { rawRequests } from "./raw-requests.ts";
import { sometimes } from "./sometimes.ts";

/** The most tokens that one request may generate. */
const mostTokens = 40;

/**
 * Generates requests to a face: about half of them valid, others with wrong values, JSON that is damaged or ambiguous, odd
 * headers and queries, and a few that are not HTTP.
 */
export function requestsTo(face: FaceName): fc.Arbitrary<FuzzRequest> {
  const requests = fc
    .tuple(heads(face), bodyTexts(bodies(face)))
    .map(([head, text]): HttpFuzzRequest => ({ ...head, ...text, isLoose: head.isLoose || text.isLoose }))
    .filter(({ body }) => countMostTokens(body, face) <= mostTokens);
  return fc.tuple(requests, sometimes(0.03, undefined, rawRequests)).map(([request, raw]) => raw ?? request);
}
