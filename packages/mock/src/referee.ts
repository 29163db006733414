import type { FaceName } from "./faces/face.ts";
import type { ReadRequest } from "./mock-operation.ts";
import type { MockRequest } from "./mock-request.ts";
import type { FixedResponse } from "./mock-response.ts";

/** A second opinion on every exchange: it checks requests that our validators accept, and the responses to them. */
export interface Referee {
  /** @throws Error if it refuses the request. */
  checkRequest(
    face: FaceName,
    operationId: string,
    request: MockRequest,
    read: ReadRequest,
  ): void | Promise<void>;
  /** @throws Error if it refuses the response. */
  checkResponse(face: FaceName, operationId: string, response: FixedResponse): void | Promise<void>;
}
