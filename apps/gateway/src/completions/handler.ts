import { toEngineRequest } from "@completions-api/engine";
import { readBody } from "@completions-api/http";
import type { ExtraParametersPolicy } from "@completions-api/protocol";
import type { BodyBudget, HeldBody } from "../admission/body-budget.ts";
import type { Turns } from "../admission/turns.ts";
import { authenticateCaller } from "../auth/authenticate.ts";
import type { Authenticate, Caller } from "../auth/caller.ts";
import type { Generation, GenerationRequest } from "../backends/backend.ts";
import { readCacheControl } from "../cache/cache-control.ts";
import type { ContentFilter } from "../content-filter/content-filter.ts";
import type { RateLimiter } from "../limits/rate-limiter.ts";
import { TokenCharge } from "../limits/token-charge.ts";
import { expectTokens, obey } from "./admit.ts";
import { announceCache } from "./announce-cache.ts";
import { checkExtraParameters } from "./check-extra-parameters.ts";
import { checkTexts } from "./check-texts.ts";
import { toCompletionChunks } from "./chunks.ts";
import type { Deployment, Deployments } from "./deployment.ts";
import type { Face, FaceHead, ReadRequest } from "./face.ts";
import { checkContextLength, fitParameters, limitChoices } from "./fit-request.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import { respond } from "./respond.ts";

/** The context of completions, the same for every request. */
export interface CompletionContext {
  readonly authenticate: Authenticate;
  /** The policy for extra parameters: the most that requests can ask for, and their default. By default that of each face's spec. */
  readonly extraParameters?: ExtraParametersPolicy;
  readonly deployments: Deployments;
  readonly rateLimiter?: RateLimiter;
  readonly filter?: ContentFilter;
  /** Bounds the bytes of bodies in memory. */
  readonly bodies: BodyBudget;
  /** Spreads the work on large bodies. */
  readonly turns: Turns;
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
  const { authenticate, rateLimiter, bodies } = context;
  const caller = await authenticateCaller(authenticate, request);
  const counting = rateLimiter?.countRequest(caller);
  if (counting) obey(await counting, request);
  const head = face.readHead(request, context.extraParameters);
  const body = bodies.open(caller.name);
  try {
    const read = await readRequest({ face, head, caller, body }, context, request);
    if (context.recordContent) request.record.content = { prompt: read.parameters.prompt, texts: [] };
    const expected = expectTokens(read, face);
    const reserving = rateLimiter?.reserveTokens(caller, expected.inAll);
    const reservation = reserving && obey(await reserving, request);
    const charge = reservation && new TokenCharge(reservation.reserved, expected.prompts);
    try {
      await answer({ face, caller, read, promptTokens: expected.prompts, charge }, context, request);
    } finally {
      const { promptTokens, completionTokens } = request.record;
      if (charge) reservation.settle(charge.settle(promptTokens + completionTokens));
    }
  } finally {
    body.release();
  }
}

/** Reads the body of a request, and checks it. Not a part of {@link complete}, which would keep the bytes until its end. */
async function readRequest(
  { face, head, caller, body }: { face: Face; head: FaceHead; caller: Caller; body: HeldBody },
  { turns }: CompletionContext,
  request: GatewayRequest,
): Promise<ReadRequest> {
  const bytes = await readBody(request.message, body);
  const turn = turns.enter(caller.name, body.bytes);
  if (turn) await stay(turn, request);
  return face.readBody(bytes, head);
}

/**
 * Waits for a turn.
 *
 * @throws the reason of `clientGone` if the client has left meanwhile.
 */
async function stay(turn: Promise<void>, { clientGone }: Pick<GatewayRequest, "clientGone">): Promise<void> {
  await turn;
  clientGone.throwIfAborted();
}

/** A request that its caller's limits let through. */
interface Admitted {
  readonly face: Face;
  readonly caller: Caller;
  readonly read: ReadRequest;
  /** An estimate. */
  readonly promptTokens: number;
  readonly charge: TokenCharge | undefined;
}

/** Generates a completion, and sends it. */
async function answer(
  { face, caller, read, promptTokens, charge }: Admitted,
  { deployments, filter, turns, keepAlive }: CompletionContext,
  request: GatewayRequest,
): Promise<void> {
  const { record } = request;
  const { extra } = read;
  if (filter) {
    for (const codeUnits of checkTexts(filter, read)) {
      const turn = turns.enter(caller.name, codeUnits);
      if (turn) await stay(turn, request);
    }
  }
  const deployment = face.select(deployments, caller, read.target);
  record.deployment = deployment.name;
  record.model = deployment.model;
  limitChoices(deployment, read);
  const parameters = fitParameters(deployment, face, read);
  checkExtraParameters(deployment, read);
  const engineRequest = toEngineRequest({ parameters, extra });
  checkContextLength(deployment, engineRequest);

  const { stream } = parameters;
  record.stream = stream;
  // The filter cannot read properties that are not in the contract.
  const passesProperties = filter === undefined && Object.keys(extra).length > 0;
  const generation = await generate(
    deployment,
    {
      ...engineRequest,
      caller,
      promptTokens,
      ...(charge && { charge }),
      stream,
      passesProperties,
      trace: request.trace,
      record,
      ...(deployment.isCached && {
        cacheControl: readCacheControl(request.message.headers["cache-control"]),
      }),
    },
    request,
  );
  const { cacheUse } = generation;
  if (cacheUse) announceCache(cacheUse, request);
  const chunks = toCompletionChunks(generation, { request: engineRequest, deployment, filter, record });
  await respond(chunks, { face, form: { parameters, extra }, keepAlive }, request);
  if (cacheUse?.result === "miss" && !record.filtered && !request.clientGone.aborted) cacheUse.keep();
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
    // If an engine was already working on it, a caller who leaves has used at least the prompts.
    if (clientGone.aborted && request.charge?.state !== "waiting") record.promptTokens = request.promptTokens;
    throw thrown;
  }
}
