import type { ErrorFormat } from "@completions-api/http/routing";
import type { HttpError } from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";

/** The reason why the text of a reply is cut: the request's `max_tokens`, or one of its stop sequences. */
export type CutReason = "max_tokens" | "stop";

/** A completion that has not started: the engine will generate it, or a script or an example gives it. */
export interface MockCompletion {
  /** The completion, if it is known before it starts, so that nothing needs to be assembled. */
  readonly whole?: CreateCompletionResponse | undefined;
  /** The reason why the text of a reply was cut, if it was. */
  readonly cutAt?: CutReason | undefined;
  /** Starts the completion. The chunks arrive in batches, and the last chunk has the usage. */
  readonly start: (signal: AbortSignal) => AsyncIterable<readonly CompletionChunk[]>;
}

/** A response whose body is known, such as an error. */
export interface FixedResponse {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** A value to send as JSON. */
  readonly body: unknown;
}

/** A response that breaks the contract on purpose. It is sent as it is. */
export interface UncheckedResponse extends Pick<FixedResponse, "status" | "headers"> {
  /** The parts of the body, which are paced like the events of a stream. */
  readonly unchecked: readonly string[];
}

/** A response of a real server, which has not been asked yet. It is passed on as it comes. */
export interface PassedResponse {
  readonly pass: () => Promise<OutgoingResponse>;
}

/** The mock's response to a request, before it is checked and sent. */
export type MockResponse = MockCompletion | FixedResponse | UncheckedResponse | PassedResponse;

/** A response in the form that goes out, to a socket or through `fetch`. */
export type OutgoingResponse =
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** The encoded events, or the bytes of another server's answer. May throw `Disconnect`. */
      readonly events: AsyncIterable<string | Uint8Array>;
    };

/** Returns true for the statuses whose responses have no body in HTTP. */
export function isWithoutBody(status: number): boolean {
  return [204, 205, 304].includes(status);
}

/** Returns the response that reports an error in the format of a face. */
export function toFixedResponse(error: HttpError, { toResponse }: ErrorFormat): FixedResponse {
  const { status, headers, body } = toResponse(error);
  return { status, headers, body: JSON.parse(body) };
}
