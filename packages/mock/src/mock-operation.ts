import type { RequestContext } from "@completions-api/http";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import type { Preferences } from "./known-preferences.ts";
import type { MockResponse } from "./mock-response.ts";
import type { Prism } from "./prism.ts";
import type { SpecExample } from "./spec-examples.ts";

/** A request whose body has arrived. */
export interface MockRequest extends RequestContext {
  readonly url: URL;
  /** The value of the path's parameter; empty if the path has none. */
  readonly parameter: string;
  readonly body: Buffer;
}

/** The form of a completion in a response: the request decides it, and the face of the API. */
export interface CompletionForm {
  /** True for a stream of events. */
  readonly stream: boolean;
  /** Returns the events of a stream for one chunk. */
  readonly toEvents: (chunk: CompletionChunk) => readonly object[];
  /** Returns the body of a response that is not a stream. */
  readonly toBody: (completion: CreateCompletionResponse) => object;
}

/** A request that our own validators accepted. */
export interface ReadRequest {
  /** The body with defaults applied and without the extra parameters that are ignored. Absent from a request without one. */
  readonly body?: object;
  /** Absent from a request for anything but a completion. */
  readonly form?: CompletionForm;
  /**
   * Responds to the request if neither its `Prefer` header nor an example does.
   *
   * @throws HttpError if what the request asks for does not exist.
   */
  readonly respond: (preferences: Preferences) => MockResponse;
}

/** An operation of the spec, as the mock serves it. */
export interface MockOperation {
  readonly prism: Prism;
  readonly examples: readonly SpecExample[];
  /** Headers that are compared with an example's even if the example does not name them. */
  readonly comparedHeaders: readonly string[];
  /** The statuses that `Prefer` may ask for. */
  readonly statuses: readonly number[];
  /**
   * Reads a request.
   *
   * @throws HttpError if it breaks the contract.
   */
  readonly read: (request: MockRequest) => ReadRequest | Promise<ReadRequest>;
}
