import type { CreateCompletionResponse } from "@completions-api/types";
import type { Call } from "./call.ts";
import type { Sent } from "./completion-promise.ts";
import { type CompletionStream, openStream } from "./completion-stream.ts";
import { createRequest } from "./create-request.ts";
import { addContext } from "./errors/add-context.ts";
import { CompletionsError } from "./errors/completions-error.ts";
import { ConnectionError } from "./errors/connection-error.ts";
import { IdleTimeoutError } from "./errors/idle-timeout-error.ts";
import { TimeoutError } from "./errors/timeout-error.ts";
import { mediaTypeOf } from "./media-type.ts";
import { readResponse } from "./read-response.ts";

/** A completion, or a stream whose first event has arrived, and its response. */
export type Answer = Sent<CompletionStream | CreateCompletionResponse>;

/**
 * Makes one attempt of a call: sends the request, and reads the whole response or a stream's first event.
 *
 * @throws CompletionsError if the attempt fails.
 */
export async function sendOnce(call: Call, token: string): Promise<Answer> {
  const { request, lifetime, callSite } = call;
  const { signal } = lifetime;
  const mediaType = mediaTypeOf(request);
  // Platforms hold the signal of a request as long as its connection, and this one does not lead back to the call: otherwise a
  // stream that nobody reads would never be collected as garbage.
  const connection = new AbortController();
  const close = () => connection.abort(signal.reason);
  if (signal.aborted) close();
  signal.addEventListener("abort", close);

  let response: Response | undefined;
  try {
    const outgoing = createRequest(call, token, mediaType, connection.signal);
    const received = await within("timeout", TimeoutError, () => (call.fetch ?? fetch)(outgoing));
    response = received;
    const { ok, headers, body } = received;
    const isExpected = ok && headers.get("content-type")?.toLowerCase().startsWith(mediaType) === true;
    const data =
      isExpected && request.stream
        ? // A response without a body, such as a 204, becomes a stream that ends early.
          await openStream(body ?? new Blob([]).stream(), call, received)
        : await within("idleTimeout", IdleTimeoutError, () => readResponse(received, isExpected, call));
    return { data, response };
  } catch (error) {
    addContext(error, callSite, response);
    throw error;
  }

  /** Takes a step within the time limit that an option sets. */
  async function within<T>(
    option: "timeout" | "idleTimeout",
    ExpiredError: new (message: string) => CompletionsError,
    step: () => Promise<T>,
  ): Promise<T> {
    const limit = call[option];
    lifetime.setTimer(limit, () =>
      lifetime.abort(
        new ExpiredError(`Nothing received for ${limit} ms, the limit set by the option \`${option}\`.`),
      ),
    );
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
