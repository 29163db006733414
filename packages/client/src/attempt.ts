import type { CreateCompletionRequest, CreateCompletionResponse, paths } from "@completions-api/types";
import type { Client } from "openapi-fetch";
import type { Checks } from "./checks.ts";
import { type CompletionStream, openStream } from "./completion-stream.ts";
import { CompletionsError } from "./errors/completions-error.ts";
import { ConnectionError } from "./errors/connection-error.ts";
import { IdleTimeoutError } from "./errors/idle-timeout-error.ts";
import { TimeoutError } from "./errors/timeout-error.ts";
import type { Lifetime } from "./lifetime.ts";
import { hasType, readCompletion, readFailure } from "./read-response.ts";
import type { Settings } from "./settings.ts";

/** What every attempt of a call has in common. */
export interface Call {
  readonly transport: Client<paths, "application/json">;
  readonly request: CreateCompletionRequest;
  readonly settings: Settings;
  readonly lifetime: Lifetime;
  readonly checks: Checks | undefined;
}

/**
 * Sends a call once, and reads the answer: whole, or up to the first event of a stream.
 *
 * @throws CompletionsError what the answer means where it is not the one asked for.
 */
export async function attempt(
  { transport, request, settings, lifetime, checks }: Call,
  token: string,
): Promise<CompletionStream | CreateCompletionResponse> {
  const { apiVersion, deployment, extraParameters, headers, fetch, timeout, idleTimeout } = settings;
  const mediaType = request.stream ? "text/event-stream" : "application/json";
  headers.set("accept", mediaType);
  headers.set("authorization", `Bearer ${token}`);

  const { data, response } = await transport.POST("/completions", {
    params: {
      query: { "api-version": apiVersion },
      header: {
        ...(extraParameters && { "extra-parameters": extraParameters }),
        ...(deployment && { "azureml-model-deployment": deployment }),
      },
    },
    headers,
    body: request,
    parseAs: "stream",
    signal: lifetime.signal,
    async fetch(outgoing) {
      const incoming = await within(timeout, TimeoutError, () => fetch(outgoing));
      if (incoming.ok && hasType(incoming, mediaType)) return incoming;
      // The transport would read a failure without a bound, and lose what it cannot parse.
      throw await within(idleTimeout, IdleTimeoutError, () => readFailure(incoming, checks));
    },
  });
  if (!request.stream) {
    return within(idleTimeout, IdleTimeoutError, () => readCompletion(response, request.prompt, checks));
  }
  return openStream(data ?? new Blob([]).stream(), {
    lifetime,
    idleTimeout,
    check: checks?.stream(request.prompt),
  });

  async function within<T>(
    limit: number,
    Expired: new (message: string) => CompletionsError,
    step: () => Promise<T>,
  ): Promise<T> {
    lifetime.setTimer(limit, () => lifetime.abort(new Expired(`No answer came for ${limit} ms.`)));
    try {
      return await lifetime.race(step());
    } catch (cause) {
      lifetime.signal.throwIfAborted();
      if (cause instanceof CompletionsError) throw cause;
      throw new ConnectionError(`The server cannot be reached, or hung up: ${cause}`, { cause });
    } finally {
      lifetime.clearTimer();
    }
  }
}
