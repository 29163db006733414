import type { Call } from "./call.ts";
import type { TokenRequest } from "./credential.ts";
import { CompletionsError } from "./errors/completions-error.ts";
import { ResponseError } from "./errors/response-error.ts";
import { retryDelay } from "./retry-policy.ts";
import { type Answer, sendOnce } from "./send-once.ts";

/**
 * Sends a call until an attempt succeeds or another attempt would not help.
 *
 * @param getToken - is called before each attempt, and for a replacement after the first 401. If it fails, the attempt fails
 * with the same error.
 */
export async function sendWithRetries(
  call: Call,
  getToken: (request: TokenRequest) => Promise<string>,
): Promise<Answer> {
  const { race, setTimer, signal } = call.lifetime;
  let { maxRetries: retriesLeft } = call;
  let rejectedToken: string | undefined;
  let rejection: unknown;

  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    let token: string | undefined;
    try {
      token = await race(getToken({ abortSignal: signal, rejectedToken }));
      if (token === rejectedToken) throw rejection;
      return await sendOnce(call, token);
    } catch (error) {
      signal.throwIfAborted(); // The attempt wraps a reason that is not a CompletionsError.
      if (!(error instanceof CompletionsError)) throw error;
      let delay = retryDelay(attempt, error);
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
      // `retriesLeft < 0` would never be true if `maxRetries` is NaN.
      if (delay === undefined || !(retriesLeft >= 0)) throw error;
      // It may be an async function. Its rejection would otherwise be unhandled, and end the process.
      await race(Promise.resolve(call.onRetry?.({ attempt, error, delay })));
      await race(new Promise<void>((resolve) => setTimer(delay, resolve)));
    }
  }
}
