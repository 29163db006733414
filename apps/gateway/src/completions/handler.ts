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
import { checkTexts } from "./check-texts.ts";
import { toCompletionChunks } from "./chunks.ts";
import type { Deployment, Deployments } from "./deployment.ts";
import type { Face, FaceHead, ReadRequest } from "./face.ts";
import { type FittedRequest, fitRequest } from "./fit-request.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import type { ObservedAnswer } from "./observed-answer.ts";
import { respond } from "./respond.ts";
import type { Shadow } from "./shadow.ts";

/** The context of completions, the same for every request. */
export interface CompletionContext {
  readonly authenticate: Authenticate;
  /** The policy for extra parameters: the most that requests can ask for, and their default. By default that of each face's spec. */
  readonly extraParameters?: ExtraParametersPolicy;
  readonly deployments: Deployments;
  /** By the names of the deployments whose requests they copy. */
  readonly shadows?: ReadonlyMap<string, Shadow>;
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
  const found = authenticateCaller(authenticate, request);
  const caller = found instanceof Promise ? await found : found;
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
      const admitted = { face, caller, read, bytes: body.bytes, promptTokens: expected.prompts, charge };
      await answer(admitted, context, request);
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
  /** The bytes of its body. */
  readonly bytes: number;
  /** An estimate. */
  readonly promptTokens: number;
  readonly charge: TokenCharge | undefined;
}

/** Generates a completion, and sends it. */
async function answer(
  admitted: Admitted,
  context: CompletionContext,
  request: GatewayRequest,
): Promise<void> {
  const { face, caller, read, bytes, promptTokens } = admitted;
  const { deployments, shadows, filter, turns } = context;
  const { record } = request;
  if (filter) {
    for (const codeUnits of checkTexts(filter, read)) {
      const turn = turns.enter(caller.name, codeUnits);
      if (turn) await stay(turn, request);
    }
  }
  const deployment = face.select(deployments, caller, read.target);
  record.deployment = deployment.name;
  record.model = deployment.model;
  record.engine = deployment.engine;
  const fitted = fitRequest(deployment, face, read);
  record.stream = fitted.parameters.stream;
  const selected = { admitted, deployment, fitted };
  const shadow = shadows?.get(deployment.name);
  if (shadow?.isNext()) {
    await shadow.accompany({ face, read, filter, promptTokens, bytes }, request, (original) =>
      send(selected, context, request, original),
    );
  } else {
    await send(selected, context, request);
  }
}

/** A request whose deployment is known. */
interface Selected {
  readonly admitted: Admitted;
  readonly deployment: Deployment;
  readonly fitted: FittedRequest;
}

/** @param original - set if the request is copied. */
async function send(
  { admitted, deployment, fitted: { parameters, engineRequest } }: Selected,
  { filter, keepAlive }: CompletionContext,
  request: GatewayRequest,
  original?: ObservedAnswer,
): Promise<void> {
  const { face, caller, read, promptTokens, charge } = admitted;
  const { extra } = read;
  const { record, clientGone } = request;
  // The filter cannot read properties that are not in the contract.
  const passesProperties = filter === undefined && Object.keys(extra).length > 0;
  const generationRequest: GenerationRequest = {
    ...engineRequest,
    caller,
    promptTokens,
    ...(charge && { charge }),
    stream: parameters.stream,
    passesProperties,
    trace: request.trace,
    record,
    ...(deployment.isCached && {
      cacheControl: readCacheControl(request.message.headers["cache-control"]),
    }),
  };
  let generation: Generation;
  try {
    generation = await deployment.generate(generationRequest, clientGone);
    record.firstTokenAt = performance.now();
  } catch (thrown) {
    // If an engine was already working on it, a caller who leaves has used at least the prompts.
    if (clientGone.aborted && charge?.state !== "waiting") record.promptTokens = promptTokens;
    throw thrown;
  }
  const { cacheUse } = generation;
  if (cacheUse) announceCache(cacheUse, request);
  const chunks = toCompletionChunks(generation, { request: engineRequest, deployment, filter, record });
  if (original) original.isCached = cacheUse?.result === "hit";
  const form = { parameters, extra };
  await respond(original ? original.watch(chunks) : chunks, { face, form, keepAlive }, request);
  if (cacheUse?.result === "miss" && !record.filtered) cacheUse.keep();
}
