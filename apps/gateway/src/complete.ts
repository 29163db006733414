import { toEngineRequest } from "@completions-api/engine";
import { listPrompts } from "@completions-api/protocol";
import { applyCreateCompletionRequestDefaults } from "@completions-api/validators";
import type { Exchange } from "./exchange.ts";
import type { ContentFilter } from "./filter/content-filter.ts";
import type { RateLimiter } from "./limits/rate-limiter.ts";
import { askEngine } from "./pipeline/ask-engine.ts";
import { authenticateCaller } from "./pipeline/authenticate.ts";
import { checkContextLength } from "./pipeline/check-context-length.ts";
import { sortExtraParameters } from "./pipeline/extra-parameters.ts";
import { filterPrompts } from "./pipeline/filter-prompts.ts";
import { fitParameters } from "./pipeline/fit-parameters.ts";
import { limitPrompts } from "./pipeline/limit-prompts.ts";
import { limitRate } from "./pipeline/limit-rate.ts";
import { mapPieces } from "./pipeline/map.ts";
import { type Compatibility, negotiate } from "./pipeline/negotiate.ts";
import { parse } from "./pipeline/parse.ts";
import { type Deployments, route } from "./pipeline/route.ts";
import { send } from "./pipeline/send.ts";
import { giveUsageChunk, wantsUsageChunk } from "./pipeline/usage-chunk.ts";
import { validate } from "./pipeline/validate.ts";
import type { Authenticate } from "./security/caller.ts";

/** What completions need beside their requests. */
export interface CompletionContext {
  readonly authenticate: Authenticate;
  readonly compatibility: Compatibility;
  readonly deployments: Deployments;
  readonly rateLimiter?: RateLimiter;
  readonly filter?: ContentFilter;
  /** Milliseconds of silence in a stream until a comment is sent. */
  readonly keepAlive: number;
  /** Whether records get prompts and completions. */
  readonly recordContent?: boolean;
}

/**
 * Answers `POST /completions`: the pipeline, a step a file.
 *
 * @throws HttpError for a request that is refused. Whatever an answer fails with, before or after its first event.
 */
export async function complete(context: CompletionContext, exchange: Exchange): Promise<void> {
  const { authenticate, compatibility, deployments, rateLimiter, filter, keepAlive } = context;
  const { record } = exchange;

  const caller = await authenticateCaller(authenticate, exchange);
  const head = negotiate(exchange, compatibility);
  const { known, extra: allExtra } = validate(await parse(exchange));
  const { extra, model } = sortExtraParameters(head, allExtra, compatibility);
  const parameters = applyCreateCompletionRequestDefaults(known);
  const asked = { prompts: listPrompts(parameters.prompt), maxTokens: parameters.max_tokens };
  if (context.recordContent) {
    record.content = { prompt: parameters.prompt, texts: asked.prompts.map(() => "") };
  }

  const admission = rateLimiter && (await limitRate(rateLimiter, caller, asked, exchange));
  try {
    if (filter) filterPrompts(filter, asked.prompts);
    const deployment = route(deployments, head, caller, model, exchange);
    if (deployment.maxPrompts !== undefined) {
      limitPrompts(deployment.maxPrompts, asked.prompts.length, parameters.prompt);
    }
    const fitted = fitParameters(deployment, parameters, head.extraParameters);
    const request = toEngineRequest({ parameters: fitted, extra });
    if (deployment.contextLength !== undefined) checkContextLength(deployment.contextLength, request);
    record.stream = fitted.stream;
    const generation = await askEngine(deployment, request, fitted.stream, exchange);
    const events = mapPieces(generation, { request, deployment, filter, record });
    const sent = wantsUsageChunk(request) ? giveUsageChunk(events) : events;
    await send(sent, { stream: fitted.stream, keepAlive }, exchange);
  } finally {
    admission?.settle(record.promptTokens + record.completionTokens);
  }
}
