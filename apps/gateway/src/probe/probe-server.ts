import { createCheckRequest } from "../backends/check-request.ts";
import { createOpenAIBackend, type OpenAIBackendOptions } from "../backends/openai/backend.ts";
import { appendPath } from "../network/base-url.ts";
import { NoResponseError, ProbedServer, type ProbeLimits, type ProbeResponse } from "./ask-server.ts";
import { checkShapes } from "./check-shapes.ts";
import { describeScheme, explainFailure } from "./explain-failure.ts";
import type { Finding } from "./finding.ts";
import { readContextLength } from "./read-context-length.ts";
import { type ModelList, readModelList } from "./read-model-list.ts";
import { type RecognizedEngine, recognizeEngine } from "./recognize-engine.ts";

/** The result of probing a server. */
export interface ServerReport {
  readonly findings: readonly Finding[];
  readonly models: ModelList | undefined;
  readonly engine: RecognizedEngine | undefined;
  /** In tokens, if the server tells it. */
  readonly contextLength: number | undefined;
  /** Milliseconds from a request for a stream to the first token. Undefined if there was none. */
  readonly firstToken: number | undefined;
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

/** Completes a prompt as the gateway does. */
async function complete(
  options: OpenAIBackendOptions,
  timeLimit: number,
): Promise<{ readonly firstToken: number } | { readonly failure: unknown }> {
  const backend = createOpenAIBackend(options);
  const signal = AbortSignal.timeout(timeLimit);
  const start = performance.now();
  try {
    const { deltas } = await backend.generate(createCheckRequest(3), signal);
    const firstToken = performance.now() - start;
    for await (const _ of deltas);
    return { firstToken };
  } catch (failure) {
    return { failure };
  } finally {
    await backend.close();
  }
}
