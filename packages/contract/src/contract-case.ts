import type { CheckedCompletion } from "@completions-api/protocol/rules";
import type { ErrorBody, ErrorCode, RuleId } from "@completions-api/types";
import type * as OpenAI from "@completions-api/types/openai";
import type { FaceName } from "./faces/face.ts";
import type { Pointer } from "./spec-elements/json-pointer.ts";
import type { Capability, CaseTarget } from "./target.ts";

/** The server's answers do not tell if it keeps a case's statement. The message says what was missing. */
export class Inconclusive extends Error {
  override readonly name = "Inconclusive";
}

/** One statement of the contract, and a way to find out whether a server keeps it. */
export type ContractCase = ExchangeCase | HttpCase;

/** How binding a statement is: a server that does not keep a `should` follows the contract, but its clients may suffer. */
export type Level = "must" | "should";

/** A document that a statement comes from, and what it says about it, in our own words. */
export type Source =
  | { readonly rfc: number; readonly section: string; readonly says: string }
  /** The page of another specification: of WHATWG, or of OpenAI. */
  | { readonly url: string; readonly says: string }
  /** A public report of a server that did not keep the statement. */
  | { readonly report: string; readonly says: string };

interface CaseFacts {
  /** Unique, in kebab-case; also the name of the case's file. */
  readonly id: string;
  /** The statement that is true of a server that passes the case. */
  readonly title: string;
  /** By default `must`. */
  readonly level?: Level;
  /** The origin of the statement, beside the elements of the spec that the case covers. */
  readonly sources?: readonly Source[];
  /** The faces of the API that the statement is about. By default `completions`. */
  readonly faces?: readonly FaceName[];
  /**
   * The elements of the spec that the case tests: it fails on a server that breaks one of them. The last token of a
   * pointer to an entry of `enum` or `required` is the entry's value, not its index. An element that only one of the
   * case's faces has counts for that face alone.
   */
  readonly covers: readonly (Pointer | RuleId | OpenAI.RuleId)[];
  /** The capabilities without which a server cannot run the case. */
  readonly needs?: readonly Capability[];
  /** True if the case decides nothing without a token for the server: a server for which none was given may need none. */
  readonly needsToken?: true;
  /** True if a server that accepts the case's requests may be busy for minutes, or end: the case runs alone, after all others. */
  readonly runsLast?: true;
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
   * @throws Inconclusive
   */
  readonly check?: (completions: readonly ReceivedCompletion[]) => void;
}

/** A case about HTTP that no client of the API sends or shows: raw bytes, methods, headers, lines of a stream. */
export interface HttpCase extends CaseFacts {
  /**
   * @throws ContractViolation
   * @throws Inconclusive
   */
  readonly run: (target: CaseTarget) => Promise<void>;
}

export interface Exchange {
  readonly request: CaseRequest;
  readonly expect: Expectation;
}

/** A request for a completion. Each face has its own path and default query. */
export interface CaseRequest {
  /** Sent as JSON. Many cases send a body that the schema does not allow. */
  readonly body: unknown;
  /** Added to the default headers. Names are in lower case; null removes a default header. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** By default `api-version` with the version of the spec, and nothing on the face for OpenAI's clients. */
  readonly query?: string;
}

/** The outcome that a case expects. In addition, every response must follow its schema and the rules that apply to it. */
export type Expectation =
  /** A completion: a stream if the request has `stream: true`, otherwise JSON. */
  | { readonly outcome: "completion" }
  /** A stream that ends with an error event. */
  | { readonly outcome: "interrupted" }
  | ExpectedError;

/** An error in the terms of the API's own face. OpenAI's clients must get its counterpart. */
export interface ExpectedError {
  readonly outcome: "error";
  /** The value of `x-ms-error-code`, and of `code` in a body that has one. It determines the status. */
  readonly code: ErrorCode;
  /**
   * For an invalid value of the body: the path to it. `detail.value` must be the JSON of that value. OpenAI's clients get
   * the path as `param`: `prompt[1]`.
   */
  readonly loc?: readonly string[];
  readonly param?: string;
  /** Texts that `message` must contain, and `error` if the body has it. */
  readonly mentions?: readonly string[];
  /** `Retry-After`, in seconds. */
  readonly retryAfter?: number;
}

/** A response that was read to its end. */
export type ReceivedResponse = ReceivedCompletion | InterruptedStream | ReceivedError;

export interface ReceivedCompletion {
  readonly outcome: "completion";
  /** For a stream: the completion assembled from its events. */
  readonly completion: CheckedCompletion;
}

/** A stream that ended with an error event. */
export interface InterruptedStream {
  readonly outcome: "interrupted";
  readonly code: ErrorCode | OpenAI.ErrorCode;
}

export interface ReceivedError {
  readonly outcome: "error";
  readonly code: ErrorCode | OpenAI.ErrorCode;
  readonly body: ErrorBody | OpenAI.ErrorResponse;
  /** `Retry-After`, in seconds. */
  readonly retryAfter: number | undefined;
}
