import type { CreateCompletionResponse, ErrorBody, ErrorCode, RuleId } from "@completions-api/types";
import type { Pointer } from "./spec-elements/json-pointer.ts";
import type { Capability, CaseTarget } from "./target.ts";

/** One statement of the contract, and a way to find out whether a server keeps it. */
export type ContractCase = ExchangeCase | HttpCase;

interface CaseFacts {
  /** Unique, in kebab-case; also the name of the case's file. */
  readonly id: string;
  /** The statement that is true of a server that passes the case. */
  readonly title: string;
  /**
   * The elements of the spec that the case tests: it fails on a server that breaks one of them. The last token of a
   * pointer to an entry of `enum` or `required` is the entry's value, not its index.
   */
  readonly covers: readonly (Pointer | RuleId)[];
  /** The capabilities without which a server cannot run the case. */
  readonly needs?: readonly Capability[];
}

/**
 * A case that consists of data: requests, which are sent one after the other, and the response expected to each. A
 * client of the API can run it too.
 */
export interface ExchangeCase extends CaseFacts {
  readonly exchanges: readonly Exchange[];
  /**
   * Compares the completions with each other. They are in the order of the exchanges that expect one.
   *
   * @throws ContractViolation
   */
  readonly check?: (completions: readonly ReceivedCompletion[]) => void;
}

/** A case about HTTP that no client of the API sends or shows: raw bytes, methods, headers, lines of a stream. */
export interface HttpCase extends CaseFacts {
  /** @throws ContractViolation */
  readonly run: (target: CaseTarget) => Promise<void>;
}

export interface Exchange {
  readonly request: CaseRequest;
  readonly expect: Expectation;
}

/** A request for a completion. */
export interface CaseRequest {
  /** Sent as JSON. Many cases send a body that the schema does not allow. */
  readonly body: unknown;
  /** Added to the default headers. Names are in lower case; null removes a default header. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** By default `api-version` with the version of the spec. */
  readonly query?: string;
}

/** The outcome that a case expects. In addition, every response must follow its schema and the rules that apply to it. */
export type Expectation =
  /** A completion: a stream if the request has `stream: true`, otherwise JSON. */
  | { readonly outcome: "completion" }
  /** A stream that ends with an error event. */
  | { readonly outcome: "interrupted" }
  | ExpectedError;

export interface ExpectedError {
  readonly outcome: "error";
  /** The value of `x-ms-error-code`, and of `code` in a body that has one. It determines the status. */
  readonly code: ErrorCode;
  /** For a 422: the path to the invalid value. `detail.value` must be the JSON of that value. */
  readonly loc?: readonly string[];
  readonly param?: string;
  /** Texts that both `error` and `message` must contain. */
  readonly mentions?: readonly string[];
  /** `Retry-After`, in seconds. */
  readonly retryAfter?: number;
}

/** A response that was read to its end. */
export type ReceivedResponse = ReceivedCompletion | InterruptedStream | ReceivedError;

export interface ReceivedCompletion {
  readonly outcome: "completion";
  /** For a stream: the completion assembled from its events. */
  readonly completion: CreateCompletionResponse;
}

/** A stream that ended with an error event. */
export interface InterruptedStream {
  readonly outcome: "interrupted";
  readonly code: ErrorCode;
}

export interface ReceivedError {
  readonly outcome: "error";
  readonly code: ErrorCode;
  readonly body: ErrorBody;
  /** `Retry-After`, in seconds. */
  readonly retryAfter: number | undefined;
}
