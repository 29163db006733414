import { estimateTokens, toEngineRequest } from "@completions-api/engine";
import { readBody } from "@completions-api/http";
import type { ExtraParametersPolicy } from "@completions-api/protocol";
import { authenticateCaller } from "../auth/authenticate.ts";
import type { Authenticate } from "../auth/caller.ts";
import type { Generation, GenerationRequest } from "../backends/backend.ts";
import type { ContentFilter } from "../content-filter/content-filter.ts";
import type { RateLimiter } from "../limits/rate-limiter.ts";
import { checkPrompts, countRequest, reserveTokens } from "./admit.ts";
import { toCompletionChunks } from "./chunks.ts";
import type { Deployment, Deployments } from "./deployment.ts";
import type { Face } from "./face.ts";
import { checkContextLength, fitParameters, limitChoices } from "./fit-request.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import { respond } from "./respond.ts";

/** The context of completions, the same for every request. */
export interface CompletionContext {
  readonly authenticate: Authenticate;
  /** The policy for extra parameters in requests that do not say. By default that of each face's spec. */
  readonly extraParameters?: ExtraParametersPolicy;
  readonly deployments: Deployments;
  readonly rateLimiter?: RateLimiter;
  readonly filter?: ContentFilter;
  /** Milliseconds of silence in a stream until a comment is sent. */
  readonly keepAlive: number;
  /** True if records keep prompts and completions. */
  readonly recordContent?: boolean;
}

/**
 * Answers a request for a completion through one of the API's faces, step by step.
 *
 * @throws HttpError for a request that is refused. Whatever the generation throws, before or after its first event.
 */
export async function complete(
  face: Face,
  context: CompletionContext,
  request: GatewayRequest,
): Promise<void> {
  const { authenticate, deployments, rateLimiter, filter, keepAlive } = context;
  const { record } = request;

  const caller = await authenticateCaller(authenticate, request);
  if (rateLimiter) await countRequest(rateLimiter, caller, request);
  const head = face.readHead(request, context.extraParameters);
  const read = face.readBody(await readBody(request.message), head);
  const { extra } = read;
  if (context.recordContent) record.content = { prompt: read.parameters.prompt, texts: [] };

  const reservation = rateLimiter && (await reserveTokens(rateLimiter, caller, read, request));
  try {
    if (filter) checkPrompts(filter, read);
    const deployment = face.select(deployments, caller, read.target);
    record.deployment = deployment.name;
    record.model = deployment.model;
    limitChoices(deployment, read);
    const parameters = fitParameters(deployment, face, read);
    const engineRequest = toEngineRequest({ parameters, extra });
    checkContextLength(deployment, engineRequest);

    const { stream } = parameters;
    record.stream = stream;
    // The filter cannot read properties that are not in the contract.
    const passesProperties = filter === undefined && Object.keys(extra).length > 0;
    const generation = await generate(
      deployment,
      { ...engineRequest, caller, stream, passesProperties, trace: request.trace },
      request,
    );
    const chunks = toCompletionChunks(generation, { request: engineRequest, deployment, filter, record });
    await respond(chunks, { face, form: { parameters, extra }, keepAlive }, request);
  } finally {
    reservation?.settle(record.promptTokens + record.completionTokens);
  }
}

/** Starts a generation, and records its first token. */
async function generate(
  deployment: Deployment,
  request: GenerationRequest,
  { clientGone, record }: GatewayRequest,
): Promise<Generation> {
  try {
    const generation = await deployment.generate(request, clientGone);
    record.firstTokenAt = performance.now();
    return generation;
  } catch (thrown) {
    // The engine was already working on it, so a caller who leaves has used at least the prompts.
    if (clientGone.aborted) record.promptTokens = estimateTokens(request.prompts);
    throw thrown;
  }
}
