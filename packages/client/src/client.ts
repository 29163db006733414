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

/** The parameters that the spec names: without the index that stands for extra parameters. */
export type KnownParameters = {
  [Name in keyof CreateCompletionRequest as string extends Name
    ? never
    : Name]: CreateCompletionRequest[Name];
};

/** What can be asked for: extra parameters only where their policy is not to refuse them. */
export type CompletionParameters<Policy extends ExtraParameters = "error"> = "error" extends Policy
  ? KnownParameters
  : CreateCompletionRequest;

/** What a call gives: a stream where the request's `stream` is true, both where it is only known to be boolean. */
export type Answer<Stream extends boolean> = Stream extends true
  ? CompletionStream
  : CreateCompletionResponse;

/** A client of one endpoint. `Policy` is what its calls do with extra parameters unless they say otherwise. */
export interface CompletionsClient<Policy extends ExtraParameters = "error"> {
  /**
   * Asks for a completion.
   *
   * @returns the completion, or with `stream: true` a stream, once its first event has come.
   * @throws ApiError where the server answers with an error.
   * @throws UnexpectedResponseError where it answers with what is not of this API.
   * @throws ConnectionError where it cannot be reached; TimeoutError and IdleTimeoutError where it takes too long.
   * @throws StreamError where the stream breaks before its first event.
   */
  complete<Stream extends boolean = false, CallPolicy extends ExtraParameters = Policy>(
    request: CompletionParameters<CallPolicy> & { readonly stream?: Stream | undefined },
    options?: CallOptions<CallPolicy>,
  ): Promise<Answer<Stream>>;
  /** The transport below: an openapi-fetch client with the same address, credential and headers, and nothing else of this client. */
  readonly raw: Client<paths, "application/json">;
}

/**
 * Creates a client. It sends nothing until it is called.
 *
 * @throws TypeError where a header is not one that can be sent.
 */
export function createCompletionsClient<Policy extends ExtraParameters = "error">(
  options: ClientOptions<Policy>,
): CompletionsClient<Policy> {
  return createClient(options);
}
