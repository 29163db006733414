import { estimateTokens, toEngineRequest } from "@completions-api/engine";
import { authenticateCaller } from "../auth/authenticate.ts";
import type { Authenticate } from "../auth/caller.ts";
import type { Generation, GenerationRequest } from "../backends/backend.ts";
import type { ContentFilter } from "../content-filter/content-filter.ts";
import type { RateLimiter } from "../limits/rate-limiter.ts";
import { checkPrompts, limitRate } from "./admit.ts";
import { addUsageChunk, toCompletionChunks, wantsUsageChunk } from "./chunks.ts";
import type { Deployment, Deployments } from "./deployment.ts";
import { checkContextLength, fitParameters, limitPrompts } from "./fit-request.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import { type Compatibility, readRequest } from "./read-request.ts";
import { respond } from "./respond.ts";
import { selectDeployment } from "./select-deployment.ts";

/** The context of completions, the same for every request. */
export interface CompletionContext {
  readonly authenticate: Authenticate;
  readonly compatibility: Compatibility;
  readonly deployments: Deployments;
  readonly rateLimiter?: RateLimiter;
  readonly filter?: ContentFilter;
  /** Milliseconds of silence in a stream until a comment is sent. */
  readonly keepAlive: number;
  /** True if records keep prompts and completions. */
  readonly recordContent?: boolean;
}

/**
 * Answers `POST /completions`, step by step.
 *
 * @throws HttpError for a request that is refused. Whatever the generation throws, before or after its first event.
 */
export async function complete(context: CompletionContext, request: GatewayRequest): Promise<void> {
  const { authenticate, compatibility, deployments, rateLimiter, filter, keepAlive } = context;
  const { record } = request;

  const caller = await authenticateCaller(authenticate, request);
  const { head, parameters, prompts, extra, model } = await readRequest(request, compatibility);
  if (context.recordContent) {
    record.content = { prompt: parameters.prompt, texts: prompts.map(() => "") };
  }

  const asked = { prompts, maxTokens: parameters.max_tokens };
  const admission = rateLimiter && (await limitRate(rateLimiter, caller, asked, request));
  try {
    if (filter) checkPrompts(filter, prompts);
    const deployment = selectDeployment(deployments, head, caller, model, request);
    limitPrompts(deployment, prompts.length, parameters.prompt);
    const fitted = fitParameters(deployment, parameters, head.extraParameters);
    const engineRequest = toEngineRequest({ parameters: fitted, extra });
    checkContextLength(deployment, engineRequest);

    const { stream } = fitted;
    record.stream = stream;
    const generation = await generate(
      deployment,
      { ...engineRequest, stream, trace: request.trace },
      request,
    );
    const chunks = toCompletionChunks(generation, { request: engineRequest, deployment, filter, record });
    const sent = wantsUsageChunk(engineRequest) ? addUsageChunk(chunks) : chunks;
    await respond(sent, { stream, keepAlive }, request);
  } finally {
    admission?.settle(record.promptTokens + record.completionTokens);
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
