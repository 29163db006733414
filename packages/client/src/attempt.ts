import type { CreateCompletionResponse } from "@completions-api/types";
import type { Call } from "./call.ts";
import { type CompletionStream, openStream } from "./completion-stream.ts";
import { CompletionsError } from "./errors/completions-error.ts";
import { ConnectionError } from "./errors/connection-error.ts";
import { IdleTimeoutError } from "./errors/idle-timeout-error.ts";
import { TimeoutError } from "./errors/timeout-error.ts";
import { readAnswer } from "./read-answer.ts";

/**
 * Sends a call once, and reads the answer: whole, or up to the first event of a stream.
 *
 * @throws CompletionsError what the answer means where it is not the one asked for.
 */
export async function attempt(
  call: Call,
  token: string,
): Promise<CompletionStream | CreateCompletionResponse> {
  const { request, lifetime, idleTimeout } = call;
  const mediaType = request.stream ? "text/event-stream" : "application/json";

  let completion: CreateCompletionResponse | undefined;
  const { data: stream } = await call.transport.POST("/completions", {
    params: {
      query: { "api-version": call.apiVersion },
      // The transport leaves out what is undefined, which its types do not know.
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
      const response = await within(call.timeout, TimeoutError, () => (call.fetch ?? fetch)(outgoing));
      const isExpected =
        response.ok && response.headers.get("content-type")?.toLowerCase().startsWith(mediaType) === true;
      // Left to the transport, a failure would be read without a bound, and lost where it cannot be parsed.
      if (!isExpected || !request.stream) {
        completion = await within(idleTimeout, IdleTimeoutError, () =>
          readAnswer(response, isExpected, call),
        );
      }
      return response;
    },
  });
  // A response without a body, such as a 204, is a stream that ends early.
  return completion ?? openStream(stream ?? new Blob([]).stream(), call);

  async function within<T>(
    limit: number,
    Expired: new (message: string) => CompletionsError,
    step: () => Promise<T>,
  ): Promise<T> {
    lifetime.setTimer(limit, () => lifetime.abort(new Expired(`Nothing came for ${limit} ms.`)));
    try {
      return await lifetime.race(step());
    } catch (cause) {
      if (cause instanceof CompletionsError) throw cause;
      // What Node's `fetch` throws says only that it failed; the cause of that says why.
      throw new ConnectionError(`The connection failed: ${Object(cause).cause ?? cause}`, { cause });
    } finally {
      lifetime.clearTimer();
    }
  }
}
