import type { FaceName } from "../faces/face-name.ts";
import type { ReadRequest } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import type { FixedResponse } from "../mock-response.ts";

/** A request that a referee sees, and the operation that it is for. */
export interface Exchange {
  readonly face: FaceName;
  readonly operationId: string;
  readonly request: MockRequest;
}

/** A second opinion on every exchange: it checks requests that our validators accept, and the responses to all requests. */
export interface Referee {
  /** @throws Error if it refuses the request. */
  checkRequest(exchange: Exchange, read: ReadRequest): void | Promise<void>;
  /** @throws Error if it refuses the response. */
  checkResponse(exchange: Exchange, response: FixedResponse): void | Promise<void>;
}

/** The referees that a mock may have. Each is a program and, after a colon, what it does unless it enforces its verdict. */
export const refereeNames = ["prism", "prism:observe"] as const;

export type RefereeName = (typeof refereeNames)[number];

/** A mock cannot have the referee that it was asked for. */
export class RefereeError extends Error {
  override readonly name = "RefereeError";
}

/** A request or response that the referee refused, although our own validators had accepted it. */
export interface Violation {
  /** The method and the path of the request, such as `POST /completions`. */
  readonly request: string;
  /** The status of the response. Absent if the request was refused. */
  readonly status?: number;
  readonly reason: string;
}
