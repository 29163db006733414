import type { ReadRequest } from "../mock-operation.ts";
import type { FixedResponse } from "../mock-response.ts";
import type { Exchange } from "../referee/referee.ts";
import { createPrismLoader } from "./prism-referee.ts";
import { toPrismRequest } from "./prism-request.ts";

const load = createPrismLoader();

/** Creates a response with random values that fit the schema. Uses Prism's own mocker. */
export async function createDynamicResponse(
  { face, operationId, request }: Exchange,
  read: ReadRequest,
): Promise<FixedResponse> {
  return (await load(face, operationId)).createDynamicResponse(toPrismRequest(request, read));
}
