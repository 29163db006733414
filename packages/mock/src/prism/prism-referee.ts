import type { Referee } from "../referee/referee.ts";
import { loadPrism } from "./prism-operations.ts";
import { toPrismRequest } from "./prism-request.ts";

/** A referee that lets Prism check every exchange against the spec, and refuses what Prism refuses. */
export const prismReferee: Referee = {
  async checkRequest({ face, operationId, request }, read) {
    (await loadPrism(face, operationId)).checkRequest(toPrismRequest(request, read));
  },
  async checkResponse({ face, operationId }, { status, headers, body }) {
    (await loadPrism(face, operationId)).checkResponse({ statusCode: status, headers, body });
  },
};
