import type { ErrorFormat } from "@completions-api/http";
import type { ExtraParametersPolicy, ListedPrompt } from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import type { CreateCompletionRequestWithDefaults } from "@completions-api/validators/openai";
import type { Caller } from "../auth/caller.ts";
import type { Deployment, Deployments } from "./deployment.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/** A valid request, in the same form for both faces. */
export interface ReadRequest {
  /** The parameters of either face, with their defaults. */
  readonly parameters: CreateCompletionRequestWithDefaults;
  readonly prompts: readonly ListedPrompt[];
  /** The extra parameters for the engine. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** True if `best_of` is an extra parameter of the face, and asks for more than one completion. */
  readonly asksForBest?: boolean;
  /** The name of the deployment or model that it asks for. Absent: the default deployment. */
  readonly target?: string;
  /** True to leave out parameters that the deployment does not support. Otherwise they are an error. */
  readonly dropsUnsupported: boolean;
}

/** The facts that a face finds outside of a request's body. */
export interface FaceHead {
  readonly extraParameters: ExtraParametersPolicy;
  /** Set if the configuration lets no extra parameter pass through, whatever the request asks for. */
  readonly passesNone?: boolean;
  /** The name of the deployment that it asks for. Absent: the body may have it. */
  readonly deployment?: string;
}

/** The form of a response. */
export type ResponseForm = Pick<ReadRequest, "parameters" | "extra">;

/**
 * A face of the API: how its clients write requests and read responses. Everything between is the same for both.
 * docs/two-faces.md says what differs.
 */
export interface Face {
  /** A request that has the default of every parameter with one. */
  readonly defaults: CreateCompletionRequestWithDefaults;
  /**
   * Checks everything of a request but its body.
   *
   * @param policy - the configured policy for extra parameters: the most that a request can ask for, and what holds for one that
   * does not ask. By default the face's own.
   * @throws HttpError for the first fault.
   */
  readHead(
    request: Pick<GatewayRequest, "message" | "url">,
    policy: ExtraParametersPolicy | undefined,
  ): FaceHead;
  /**
   * Reads a request's body and checks it against the face's spec.
   *
   * @throws HttpError for the first fault.
   */
  readBody(body: Buffer, head: FaceHead): ReadRequest;
  /**
   * Selects the deployment that a request asks for.
   *
   * @throws HttpError 404 if there is no such deployment, or the caller may not use it.
   */
  select(deployments: Deployments, caller: Caller, target: string | undefined): Deployment;
  /** Converts a chunk of the completion to the events of a stream. The last chunk has the usage. */
  toEvents(chunk: CompletionChunk, form: ResponseForm): readonly object[];
  /** Converts a completion to the body of a response. */
  toBody(completion: CreateCompletionResponse, form: ResponseForm): { readonly choices: readonly object[] };
  /** The form of its errors. Absent: that of the API's own face. */
  readonly errorFormat?: ErrorFormat;
}
