import { toEngineRequest } from "@completions-api/engine";
import { HttpError } from "@completions-api/protocol";
import { applyCreateCompletionRequestDefaults } from "@completions-api/validators";
import type { GenerationRequest } from "../backends/backend.ts";
import {
  createOpenAIBackend,
  type OpenAIBackendOptions,
  toCompletionsUrl,
} from "../backends/openai/backend.ts";
import { toUpstreamRequest } from "../backends/openai/request.ts";
import { UnreachableError, UpstreamError } from "../backends/upstream-error.ts";
import { findClosestName } from "../config/find-closest-name.ts";
import { NoResponseError, ProbedServer, type ProbeResponse } from "./ask-server.ts";
import { appendPath, findBaseUrl, type ModelList, readModelList } from "./list-models.ts";
import { readContextLength } from "./read-context-length.ts";
import { readStreamShape } from "./read-stream-shape.ts";
import { type RecognizedEngine, recognizeEngine, recognizeLiteLlm } from "./recognize-engine.ts";

/** Something that a probe found, in a sentence without secrets and texts. */
export interface Finding {
  /** The property of the deployment that it concerns: the URL of the server, or another one. */
  readonly about: "url" | "model" | "credential";
  readonly message: string;
}

/** What a probe learned about a server. */
export interface ServerReport {
  readonly findings: readonly Finding[];
  readonly models: ModelList | undefined;
  readonly engine: RecognizedEngine | undefined;
  /** In tokens, if the server tells it. */
  readonly contextLength: number | undefined;
  /** Milliseconds from a request for a stream to the first token. Undefined if there was none. */
  readonly firstToken: number | undefined;
}

/** Milliseconds until a response must be complete. */
export interface ProbeLimits {
  /** For lists of models and the like, which need no computation. */
  readonly list: number;
  /** For completions, before which a server may have to load its model. */
  readonly completion: number;
}

/** Asks a server for its models, one token and a stream, and says what does not fit its dialect. */
export async function probeServer(options: OpenAIBackendOptions, limits: ProbeLimits): Promise<ServerReport> {
  await using server = new ProbedServer(options);
  const url = appendPath(options.url, "/models");
  let response: ProbeResponse;
  try {
    response = await server.ask({ url, timeLimit: limits.list });
  } catch (error) {
    if (!(error instanceof NoResponseError)) throw error;
    const message = (await describeScheme(options, limits)) ?? error.message;
    return { ...nothing, findings: [{ about: "url", message }] };
  }
  const models = options.dialect.contract ? undefined : readModelList(response);
  const [engine, completion] = await Promise.all([
    recognizeEngine(server, { response, models, url, timeLimit: limits.list }),
    complete(options, limits.completion),
  ]);
  const contextLength = await readContextLength(server, {
    engine: engine?.engine,
    models,
    origin: url.origin,
    timeLimit: limits.list,
  });
  const known = { ...nothing, models, engine, contextLength };
  if ("failure" in completion) {
    const findings = await explainFailure(server, { options, limits, models, failure: completion.failure });
    return { ...known, findings };
  }
  const shapes = await checkShapes(server, options, limits.completion);
  const { firstToken } = completion;
  return { ...known, ...shapes, engine: shapes.engine ?? engine, firstToken };
}

const nothing = { models: undefined, engine: undefined, contextLength: undefined, firstToken: undefined };

/** A request that every engine takes. */
function createRequest(stream: boolean): GenerationRequest {
  const parameters = applyCreateCompletionRequestDefaults({ prompt: "Hello", max_tokens: stream ? 3 : 1 });
  return { ...toEngineRequest({ parameters, extra: {} }), stream, trace: {} };
}

/** Completes a prompt as the gateway does. */
async function complete(
  options: OpenAIBackendOptions,
  timeLimit: number,
): Promise<{ readonly firstToken: number } | { readonly failure: unknown }> {
  const backend = createOpenAIBackend(options);
  const signal = AbortSignal.timeout(timeLimit);
  const start = performance.now();
  try {
    const { deltas } = await backend.generate(createRequest(true), signal);
    const firstToken = performance.now() - start;
    for await (const _ of deltas);
    return { firstToken };
  } catch (failure) {
    return { failure };
  } finally {
    await backend.close();
  }
}

/** A completion that failed, and what is known about its server. */
interface FailedProbe {
  readonly options: OpenAIBackendOptions;
  readonly limits: ProbeLimits;
  readonly models: ModelList | undefined;
  readonly failure: unknown;
}

/** Finds the reason of a failure: the credential, the URL or the model, otherwise what the gateway would log. */
async function explainFailure(server: ProbedServer, probe: FailedProbe): Promise<Finding[]> {
  const { options, limits, models, failure } = probe;
  const { dialect, model = "" } = options;
  const cause = failure instanceof HttpError ? failure.cause : failure;
  if (cause instanceof UpstreamError && (cause.status === 401 || cause.status === 403)) {
    return [{ about: "credential", message: describeCredential(options, cause.status) }];
  }
  if (!models || !/\/v1\/?$/.test(new URL(options.url).pathname)) {
    const meant = await findBaseUrl(server, options.url, limits.list);
    const message =
      meant === undefined
        ? await describeScheme(options, limits)
        : `is not where the server has this API. Did you mean ${meant}?`;
    if (message !== undefined) return [{ about: "url", message }];
  }
  if (models && !models.names.includes(model) && dialect.fixed?.model === undefined) {
    return [{ about: "model", message: describeModels(model, models) }];
  }
  if (cause instanceof DOMException) {
    const seconds = limits.completion / 1000;
    return [{ about: "url", message: `The server did not complete three tokens within ${seconds} seconds.` }];
  }
  const reason = cause instanceof UnreachableError ? cause.cause : cause;
  const message = reason instanceof Error ? reason.message : String(reason);
  const isMissing = cause instanceof UpstreamError && cause.status === 404;
  return [
    { about: "url", message: isMissing ? `${message} Check the path of the URL, and \`model\`.` : message },
  ];
}

function describeCredential({ credential, headers = {} }: OpenAIBackendOptions, status: number): string {
  const isConfigured =
    credential !== undefined || Object.keys(headers).some((name) => /authorization|key|token/i.test(name));
  return isConfigured
    ? `is refused by the server, which responds with ${status}. Check the key in the environment.`
    : `is missing: the server responds with ${status}. Set \`credential\`, or \`headers\` if the server wants the key elsewhere.`;
}

/** Returns what is wrong with the scheme of a server's URL, if the server responds to the other one. */
async function describeScheme(
  { url, timeouts, ca, proxy }: OpenAIBackendOptions,
  limits: ProbeLimits,
): Promise<string | undefined> {
  const other = url.startsWith("https:") ? url.replace("https:", "http:") : url.replace("http:", "https:");
  // Without the credential, which must not be sent over http.
  await using server = new ProbedServer({ url: other, ...(timeouts && { timeouts }), ca, proxy });
  try {
    await server.ask({ url: appendPath(other, "/models"), timeLimit: Math.min(limits.list, 3000) });
  } catch (error) {
    if (!(error instanceof NoResponseError) || !error.isAboutCertificate) return undefined;
  }
  return `begins with the wrong scheme. Did you mean ${other.replace(/\?.*/s, "")}?`;
}

function describeModels(model: string, models: ModelList): string {
  const names = models.names.filter((name) => /^[\x21-\x7e]{1,200}$/.test(name));
  const closest = findClosestName(model, names);
  const list =
    names.length > 10 ? `${names.slice(0, 10).join(", ")} and ${names.length - 10} others` : names.join(", ");
  const hint = closest === undefined ? "" : ` Did you mean ${closest}?`;
  return names.length === 0
    ? "is not a model of the server, which has none."
    : `is not a model of the server, which has ${list}.${hint}`;
}

/** Compares what the server sends with what its dialect expects, in places that the gateway tolerates. */
async function checkShapes(
  server: ProbedServer,
  options: OpenAIBackendOptions,
  timeLimit: number,
): Promise<Pick<ServerReport, "findings" | "engine">> {
  const { dialect } = options;
  const url = toCompletionsUrl(options);
  const ask = async (stream: boolean): Promise<ProbeResponse> => {
    const { headers, body } = toUpstreamRequest(createRequest(stream), dialect, options);
    const { stream_options: streamOptions, ...rest } = body;
    const sent = {
      ...rest,
      stream,
      ...(stream && streamOptions !== undefined && { stream_options: streamOptions }),
    };
    return server.ask({ url, headers, body: sent, timeLimit });
  };
  const messages: string[] = [];
  let engine: RecognizedEngine | undefined;
  try {
    const [whole, stream] = await Promise.all([ask(false), ask(true)]);
    engine = recognizeLiteLlm(whole);
    const { choices, usage }: { choices?: unknown; usage?: unknown } = Object(whole.json);
    if (whole.status !== 200 || !Array.isArray(choices)) {
      messages.push(`Without a stream, the server responds with status ${whole.status} and no completion.`);
    } else if (!usage) {
      messages.push("The server sends no usage without a stream, so the gateway estimates it.");
    }
    const shape = readStreamShape(stream.body);
    if (!shape.isDone) messages.push("The server does not end a stream with [DONE].");
    if (shape.usage === undefined) {
      messages.push("The server sends no usage in a stream, so the gateway estimates it.");
    } else if ((shape.usage === "event-of-its-own") !== (dialect.streamUsage === "asked")) {
      const expected = dialect.streamUsage === "asked" ? "in an event of its own" : "at the end of a choice";
      const found = shape.usage === "event-of-its-own" ? "in an event of its own" : "at the end of a choice";
      messages.push(`The usage in a stream is ${found}, not ${expected}. Is \`engine\` right?`);
    }
  } catch (error) {
    if (!(error instanceof NoResponseError)) throw error;
    messages.push(error.message);
  }
  return { engine, findings: messages.map((message) => ({ about: "url", message })) };
}
