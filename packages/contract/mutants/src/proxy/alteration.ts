import type { ServerResponse } from "node:http";

/** Stands for a token that the server behind the proxy accepts. */
export const acceptedToken = "abcde12345";

export interface ProxiedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** One character per byte. */
  readonly body: string;
  /** The number of requests that the proxy received before. */
  readonly number: number;
}

export interface ProxiedResponse {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A response, and the bytes of its body. */
export interface DeliveredResponse extends ProxiedResponse {
  readonly bytes: Buffer;
}

/** A way to break a server that keeps the contract. Each member gets what the one before has returned. */
export interface Alteration {
  readonly request?: (request: ProxiedRequest) => ProxiedRequest;
  /** Gets the response once it has ended. */
  readonly response?: (response: ProxiedResponse, request: ProxiedRequest) => ProxiedResponse;
  /** Changes the bytes of the body, for faults that a text cannot express. */
  readonly bytes?: (body: Buffer, response: ProxiedResponse) => Buffer;
  /** Returns a function that sends the response in another way than HTTP prescribes, or undefined to send it as usual. */
  readonly deliver?: (
    response: ProxiedResponse,
    request: ProxiedRequest,
  ) => ((to: ServerResponse, response: DeliveredResponse) => void | Promise<void>) | undefined;
}
