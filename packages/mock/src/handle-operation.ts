import type { ErrorFormat } from "@completions-api/http";
import { CheckedRequest } from "./checked-request.ts";
import { chooseResponse } from "./choose-response.ts";
import type { MockOperation, MockRequest } from "./mock-operation.ts";
import { formatApplied, readPreferences } from "./prefer-header.ts";
import { respond } from "./respond.ts";
import { createWaits } from "./timing.ts";

/** Options of {@link handleOperation}. */
export interface OperationOptions {
  readonly errorFormat: ErrorFormat;
  /** A seed for the jitter of waits. */
  readonly seed: number;
}

/**
 * Handles a request for an operation: reads the request, checks it with Prism, chooses the response, checks that with Prism,
 * too, and sends it.
 *
 * @throws HttpError if the request is refused; Error if Prism disagrees; whatever the completion throws, before or after its
 * first event.
 */
export async function handleOperation(
  operation: MockOperation,
  request: MockRequest,
  { errorFormat, seed }: OperationOptions,
): Promise<void> {
  const { message, url, response, body, clientGone } = request;
  const { method, headers } = message;
  const read = await operation.read(request);
  const preferences = readPreferences(message.headersDistinct.prefer?.join(", "), operation.statuses);

  const checked = new CheckedRequest({ method, url, headers }, read, preferences);
  operation.prism.checkRequest(checked);
  const mocked = chooseResponse(operation, checked, errorFormat);
  const applied = formatApplied(preferences);
  if (applied !== "") response.setHeader("preference-applied", applied);
  const nextWait = createWaits(preferences, seed, body);
  const options = { prism: operation.prism, preferences, form: read.form, nextWait, signal: clientGone };
  await respond(mocked, options, response);
}
