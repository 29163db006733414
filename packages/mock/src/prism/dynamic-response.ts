import type { ReadRequest } from "../mock-operation.ts";
import type { FixedResponse } from "../mock-response.ts";
import type { Exchange } from "../referee/referee.ts";
import { loadPrism } from "./prism-operations.ts";
import { toPrismRequest } from "./prism-request.ts";

/** Creates a response with random values that fit the schema. Uses Prism's own mocker. */
export async function createDynamicResponse(
  { face, operationId, request }: Exchange,
  read: ReadRequest,
): Promise<FixedResponse> {
  return (await loadPrism(face, operationId)).createDynamicResponse(toPrismRequest(request, read));
}
