import type { EngineRequest } from "@completions-api/engine";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import type { Validation } from "@completions-api/validators";
import type { FaceName } from "./faces/face-name.ts";
import type { MockRequest } from "./mock-request.ts";
import type { FixedResponse } from "./mock-response.ts";
import type { SpecExample } from "./spec/spec-examples.ts";

/** The form of a completion in a response: the request decides it, and the face of the API. */
export interface CompletionForm {
  /** True for a stream of events. */
  readonly stream: boolean;
  /** Returns the events of a stream for one chunk. */
  readonly toEvents: (chunk: CompletionChunk) => readonly object[];
  /** Returns the body of a response that is not a stream. */
  readonly toBody: (completion: CreateCompletionResponse) => object;
}

/** A valid request for a completion, of either face. The functions of replies get it. */
export interface CompletionCall {
  readonly face: FaceName;
  /** The body with defaults applied and without the extra parameters that are ignored. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The deployment that the request names or, under `/v1/`, its model. */
  readonly deployment: string | undefined;
  /** The body as engines get it, with its prompts as a list. */
  readonly request: EngineRequest;
}

/** A valid request for a completion, with the form that its response has. */
export interface ReadCompletion extends CompletionCall {
  readonly form: CompletionForm;
}

/** A request that our own validators accepted: for a completion, or for something else, such as the models. */
export type ReadRequest =
  | { readonly completion: ReadCompletion }
  | {
      /**
       * Responds to the request, unless its `Prefer` header does.
       *
       * @throws HttpError if what the request asks for does not exist.
       */
      readonly respond: () => FixedResponse | Promise<FixedResponse>;
    };

/** An operation of the spec, as the mock serves it. */
export interface MockOperation {
  /** The `operationId` in the spec. */
  readonly id: string;
  readonly examples: readonly SpecExample[];
  /** Headers that are compared with an example's even if the example does not name them. */
  readonly comparedHeaders: readonly string[];
  /** The statuses that `Prefer` may ask for. */
  readonly statuses: readonly number[];
  /**
   * Reads a request.
   *
   * @param parameter - the value of the path's parameter; empty if the path has none.
   * @throws HttpError if it breaks the contract.
   */
  readonly read: (request: MockRequest, parameter: string) => ReadRequest | Promise<ReadRequest>;
  /** Validates the body of a 200 that is not a stream. */
  readonly validateBody: (body: unknown) => Validation<unknown>;
}
