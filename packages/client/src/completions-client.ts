import type {
  CreateCompletionRequest,
  CreateCompletionResponse,
  ExtraParameters,
} from "@completions-api/types";
import type { CompletionPromise } from "./completion-promise.ts";
import type { CompletionStream } from "./completion-stream.ts";
import type { CallOptions } from "./options.ts";

/**
 * The parameters that the spec names: a request without the index signature for extra parameters.
 * Spec: `#/components/schemas/CreateCompletionRequest`.
 */
export type KnownParameters = {
  [Name in keyof CreateCompletionRequest as string extends Name
    ? never
    : Name]: CreateCompletionRequest[Name];
};

/**
 * The parameters of a request. Extra parameters, of any type, are allowed only if `Policy` cannot be `error`.
 * Spec: `#/components/schemas/CreateCompletionRequest`, `#/components/parameters/ExtraParameters`.
 */
export type CompletionParameters<Policy extends ExtraParameters = "error"> = "error" extends Policy
  ? KnownParameters
  : CreateCompletionRequest;

/**
 * Refuses the extra parameters of `Given`, a request, if `Policy` may be `error`. The type that such a parameter would need is
 * the compiler's message. An index signature is not refused: it may stand for nothing.
 * Spec: `#/components/parameters/ExtraParameters`.
 */
// A mapped type over the properties of `Given`, and not over their names: in a call that is being typed, editors would offer
// the beginning of a name as a parameter.
type RefusedParameters<Policy extends ExtraParameters, Given> = {
  readonly [Name in keyof Given]?: Name extends keyof KnownParameters | number | symbol
    ? unknown
    : string extends Name
      ? unknown
      : "error" extends Policy
        ?
            | `${Name & string} is not a parameter of this API. To send it, set the option \`extraParameters\`.`
            | undefined
        : unknown;
};

/** The result of a call: a stream if the request's `stream` is true, and either type if `stream` is any boolean. */
export type CompletionResult<Stream extends CompletionParameters["stream"]> = Stream extends true
  ? CompletionStream
  : CreateCompletionResponse;

/** A client of one endpoint. `Policy` is the policy for extra parameters of calls that do not set their own. */
export interface CompletionsClient<Policy extends ExtraParameters = "error"> {
  /**
   * Requests a completion. Spec: `#/paths/~1completions/post`.
   *
   * @param request - only `prompt` is required. The server checks the ranges of the other parameters, which the spec states.
   * @param options - options for this call. They take precedence over the client's.
   * @returns the completion; with `stream: true`, a stream whose first event has arrived. `withResponse()` of the promise returns
   * the response's headers, too.
   * @throws ApiError if the server responds with an error.
   * @throws UnexpectedResponseError if the response does not follow this API.
   * @throws ConnectionError if the connection fails.
   * @throws TimeoutError or IdleTimeoutError if the response takes too long.
   * @throws StreamError if the stream breaks before its first event.
   * @throws TypeError if the address, the request, a header or the credential's token cannot be sent.
   * @throws the reason of an aborted `signal`, and any error of `credential` or `onRetry`, unchanged.
   */
  complete<
    Stream extends CompletionParameters["stream"] = false,
    CallPolicy extends ExtraParameters = Policy,
    Given = unknown,
  >(
    request: CompletionParameters<CallPolicy> & {
      readonly stream?: Stream;
    } & RefusedParameters<CallPolicy, Given>,
    options?: CallOptions<CallPolicy>,
  ): CompletionPromise<CompletionResult<Stream>>;
}
