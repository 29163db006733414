import type { CreateCompletionResponse } from "@completions-api/types";
import { attempt } from "./attempt.ts";
import type { Call } from "./call.ts";
import type { CompletionStream } from "./completion-stream.ts";
import type { TokenRequest } from "./credential.ts";
import { CompletionsError } from "./errors/completions-error.ts";
import { ResponseError } from "./errors/response-error.ts";
import { retryDelay } from "./retry.ts";

/**
 * Sends a call until an attempt succeeds, or another would not help.
 *
 * @param getToken - is asked before each attempt, and for another token after the first 401. What it fails with counts as
 * what the attempt fails with.
 */
export async function send(
  call: Call,
  getToken: (request: TokenRequest) => Promise<string>,
): Promise<CompletionStream | CreateCompletionResponse> {
  const { race, setTimer, signal } = call.lifetime;
  let { maxRetries: retriesLeft } = call;
  let rejectedToken: string | undefined;
  let rejection: unknown;

  for (let number = 1; ; number += 1) {
    signal.throwIfAborted();
    let token: string | undefined;
    try {
      token = await race(getToken({ abortSignal: signal, rejectedToken }));
      if (token === rejectedToken) throw rejection;
      return await attempt(call, token);
    } catch (error) {
      signal.throwIfAborted(); // Not `error`: the transport makes a TypeError of what is falsy.
      if (!(error instanceof CompletionsError)) throw error;
      let delay = retryDelay(number, error);
      if (
        error instanceof ResponseError &&
        error.status === 401 &&
        token &&
        !rejectedToken &&
        typeof call.credential !== "string"
      ) {
        rejectedToken = token;
        rejection = error;
        delay = 0;
      } else {
        retriesLeft -= 1;
      }
      // Not `< 0`, which never holds where `maxRetries` is NaN.
      if (delay === undefined || !(retriesLeft >= 0)) throw error;
      call.onRetry?.({ attempt: number, error, delay });
      await race(new Promise<void>((resolve) => setTimer(delay, resolve)));
    }
  }
}
