import type { CreateCompletionResponse, ErrorBody, ErrorCode, RuleId } from "@completions-api/types";
import type { Pointer } from "./elements/json-pointer.ts";
import type { Capability, RunningTarget } from "./target.ts";

/** One thing that the contract says, and how to find out whether a server keeps to it. */
export type ContractCase = ExchangeCase | WireCase;

interface CaseFacts {
  /** Unique, in kebab-case; the name of the case's file. */
  readonly id: string;
  /** What holds where the case passes. */
  readonly title: string;
  /**
   * The elements of the spec that the case exercises: it fails on a server that breaks one of them. Entries of `enum`
   * and `required` are named by their value.
   */
  readonly covers: readonly (Pointer | RuleId)[];
  /** What a server must be able to do for the case to say anything. */
  readonly needs?: readonly Capability[];
}

/** A case that is data: requests, sent one after the other, and what comes of each. A client can run it, too. */
export interface ExchangeCase extends CaseFacts {
  readonly exchanges: readonly Exchange[];
  /**
   * What must hold among the completions, given in the order of the exchanges that expect one.
   *
   * @throws ContractViolation
   */
  readonly check?: (completions: readonly CompletionAnswer[]) => void;
}

/** A case about what no client would do or see: bytes, methods, headers on their own. */
export interface WireCase extends CaseFacts {
  /** @throws ContractViolation */
  readonly run: (target: RunningTarget) => Promise<void>;
}

export interface Exchange {
  readonly request: CompletionRequest;
  readonly expect: Expectation;
}

/** A request for a completion. */
export interface CompletionRequest {
  /** Sent as JSON. Often not what the schema asks for. */
  readonly body: unknown;
  /** Beside the usual ones, by their names in lower case; null leaves a usual one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** By default `api-version` with the spec's own version. */
  readonly query?: string;
}

/** What an exchange must come to; beside it, every answer must follow its schema and the rules that apply. */
export type Expectation =
  /** A completion: streamed where the request says `stream: true`, else whole. */
  | { readonly outcome: "completion" }
  /** A stream that ends with an error event. */
  | { readonly outcome: "interrupted" }
  | ExpectedError;

export interface ExpectedError {
  readonly outcome: "error";
  /** In `x-ms-error-code`, and in the body where that has a `code`. The status follows from it. */
  readonly code: ErrorCode;
  /** Of a 422: the path to the value at fault, whose JSON text must be `detail.value`. */
  readonly loc?: readonly string[];
  readonly param?: string;
  /** What the message must hold. */
  readonly mentions?: readonly string[];
  /** `Retry-After`, in seconds. */
  readonly retryAfter?: number;
}

/** What came of a request. */
export type Answer = CompletionAnswer | InterruptedAnswer | ErrorAnswer;

export interface CompletionAnswer {
  readonly outcome: "completion";
  /** Of a stream, what its events add up to. */
  readonly completion: CreateCompletionResponse;
}

/** A stream that ended with an error event. */
export interface InterruptedAnswer {
  readonly outcome: "interrupted";
  readonly code: ErrorCode;
}

export interface ErrorAnswer {
  readonly outcome: "error";
  readonly code: ErrorCode;
  readonly body: ErrorBody;
  /** `Retry-After`, in seconds. */
  readonly retryAfter: number | undefined;
}
