import type {
  CreateCompletionRequest,
  CreateCompletionResponse,
  ExtraParameters,
  paths,
} from "@completions-api/types";
import type { Client } from "openapi-fetch";
import type { CompletionStream } from "./completion-stream.ts";
import { createClient } from "./create-client.ts";
import type { CallOptions, ClientOptions } from "./options.ts";

/**
 * The parameters that the spec names: a request without the index that stands for extra parameters.
 * Spec: `#/components/schemas/CreateCompletionRequest`.
 */
export type KnownParameters = {
  [Name in keyof CreateCompletionRequest as string extends Name
    ? never
    : Name]: CreateCompletionRequest[Name];
};

/**
 * What can be asked for: extra parameters, of any type, only where it is sure that their policy is not to refuse them.
 * Spec: `#/components/schemas/CreateCompletionRequest`, `#/components/parameters/ExtraParameters`.
 */
export type CompletionParameters<Policy extends ExtraParameters = "error"> = "error" extends Policy
  ? KnownParameters
  : CreateCompletionRequest;

/** What a call gives: a stream where the request's `stream` is true, both where it is only known to be boolean. */
export type CompletionResult<Stream extends boolean> = Stream extends true
  ? CompletionStream
  : CreateCompletionResponse;

/** A client of one endpoint. `Policy` is what its calls do with extra parameters unless they say otherwise. */
export interface CompletionsClient<Policy extends ExtraParameters = "error"> {
  /**
   * Asks for a completion. Spec: `#/paths/~1completions/post`.
   *
   * @param request - only its `prompt` is required. The bounds of the others are the spec's; it is the server that checks them.
   * @param options - for this call, before those of the client.
   * @returns the completion, or with `stream: true` a stream, once its first event has come.
   * @throws ApiError where the server answers with an error.
   * @throws UnexpectedResponseError where it answers with what is not of this API.
   * @throws ConnectionError where it cannot be reached; TimeoutError and IdleTimeoutError where it takes too long.
   * @throws StreamError where the stream breaks before its first event.
   * @throws TypeError where the address, the request, a header or the credential's token cannot be sent.
   * @throws what `signal` is aborted with, and what `credential` or `onRetry` throws, as it is.
   */
  complete<Stream extends boolean = false, CallPolicy extends ExtraParameters = Policy>(
    request: CompletionParameters<CallPolicy> & { readonly stream?: Stream | undefined },
    options?: CallOptions<CallPolicy>,
  ): Promise<CompletionResult<Stream>>;
  /** The transport below: an openapi-fetch client with the same address, credential and headers, and nothing else of this client. */
  readonly raw: Client<paths, "application/json">;
}

/**
 * Creates a client of the completions API. It sends nothing until it is called.
 *
 * @param options - the address and credential of the endpoint, and what holds for calls that do not say otherwise.
 */
// The type hides that a client can have checks: those come with an entry of their own.
export const createCompletionsClient: <Policy extends ExtraParameters = "error">(
  options: ClientOptions<Policy>,
) => CompletionsClient<Policy> = createClient;
