import { HttpError } from "@completions-api/protocol";
import type { OpenAIBackendOptions } from "../backends/openai/backend.ts";
import { LostConnectionError, UnreachableError, UpstreamError } from "../backends/upstream-error.ts";
import { findClosestName } from "../config/find-closest-name.ts";
import { appendPath, withoutQuery } from "../network/base-url.ts";
import { NoResponseError, ProbedServer, type ProbeLimits } from "./ask-server.ts";
import { findBaseUrl } from "./find-base-url.ts";
import type { Finding } from "./finding.ts";
import type { ModelList } from "./read-model-list.ts";

/** A completion that failed, and what is known about its server. */
export interface FailedProbe {
  readonly options: OpenAIBackendOptions;
  readonly limits: ProbeLimits;
  readonly models: ModelList | undefined;
  readonly failure: unknown;
}

/** Finds the reason of a failure: the credential, the URL or the model, otherwise what the gateway would log. */
export async function explainFailure(server: ProbedServer, probe: FailedProbe): Promise<Finding[]> {
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
  const reason =
    cause instanceof UnreachableError || cause instanceof LostConnectionError ? cause.cause : cause;
  const message = reason instanceof Error ? reason.message : String(reason);
  return [{ about: "url", message }];
}

function describeCredential({ credential, headers = {} }: OpenAIBackendOptions, status: number): string {
  const isConfigured =
    credential !== undefined || Object.keys(headers).some((name) => /authorization|key|token/i.test(name));
  return isConfigured
    ? `is refused by the server, which responds with ${status}. Check the key in the environment.`
    : `is missing: the server responds with ${status}. Set \`credential\`, or \`headers\` if the server wants the key elsewhere.`;
}

/** Returns what is wrong with the scheme of a server's URL, if the server responds to the other one. */
export async function describeScheme(
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
  return `begins with the wrong scheme. Did you mean ${withoutQuery(other)}?`;
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
