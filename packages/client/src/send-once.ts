import type { CreateCompletionResponse } from "@completions-api/types";
import type { Call } from "./call.ts";
import { type CompletionStream, openStream } from "./completion-stream.ts";
import { CompletionsError } from "./errors/completions-error.ts";
import { ConnectionError } from "./errors/connection-error.ts";
import { IdleTimeoutError } from "./errors/idle-timeout-error.ts";
import { TimeoutError } from "./errors/timeout-error.ts";
import { readResponse } from "./read-response.ts";

/**
 * Makes one attempt of a call: sends the request, and reads the whole response or a stream's first event.
 *
 * @throws CompletionsError if the attempt fails.
 */
export async function sendOnce(
  call: Call,
  token: string,
): Promise<CompletionStream | CreateCompletionResponse> {
  const { request, lifetime, idleTimeout } = call;
  const mediaType = request.stream ? "text/event-stream" : "application/json";

  let completion: CreateCompletionResponse | undefined;
  const { data: stream } = await call.transport.POST("/completions", {
    params: {
      query: { "api-version": call.apiVersion },
      // The transport omits undefined headers, but its types do not allow them.
      header: {
        accept: mediaType,
        authorization: `Bearer ${token}`,
        "extra-parameters": call.extraParameters,
        "azureml-model-deployment": call.deployment,
      } as object,
    },
    headers: call.headers,
    body: request,
    parseAs: "stream",
    signal: lifetime.signal,
    async fetch(outgoing) {
      const response = await withTimeout(call.timeout, TimeoutError, () => (call.fetch ?? fetch)(outgoing));
      const isExpected =
        response.ok && response.headers.get("content-type")?.toLowerCase().startsWith(mediaType) === true;
      // The transport would read a failure without a limit, and lose its text if that is not JSON.
      if (!isExpected || !request.stream) {
        completion = await withTimeout(idleTimeout, IdleTimeoutError, () =>
          readResponse(response, isExpected, call),
        );
      }
      return response;
    },
  });
  // A response without a body, such as a 204, becomes a stream that ends early.
  return completion ?? openStream(stream ?? new Blob([]).stream(), call);

  async function withTimeout<T>(
    limit: number,
    ExpiredError: new (message: string) => CompletionsError,
    step: () => Promise<T>,
  ): Promise<T> {
    lifetime.setTimer(limit, () => lifetime.abort(new ExpiredError(`Nothing received for ${limit} ms.`)));
    try {
      return await lifetime.race(step());
    } catch (cause) {
      if (cause instanceof CompletionsError) throw cause;
      // The error of Node's `fetch` says only that it failed; its cause has the reason.
      throw new ConnectionError(`The connection failed: ${Object(cause).cause ?? cause}`, { cause });
    } finally {
      lifetime.clearTimer();
    }
  }
}
