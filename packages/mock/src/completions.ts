import type { RequestContext } from "@completions-api/http";
import { readCompletionRequest, unknownDeployment } from "@completions-api/protocol";
import { CheckedRequest } from "./checked-request.ts";
import type { MockHandler } from "./choose-response.ts";
import { formatApplied, readPreferences } from "./prefer-header.ts";
import type { Prism } from "./prism.ts";
import { respond } from "./respond.ts";
import { createWaits } from "./timing.ts";

/** The parts of the mock that handle completions. */
export interface MockContext {
  readonly handler: MockHandler;
  readonly prism: Prism;
  /** The deployments that a request may name. */
  readonly deployments: ReadonlySet<string>;
  /** A seed for the jitter of waits. */
  readonly seed: number;
}

/** A request whose body has arrived. */
export interface MockRequest extends RequestContext {
  readonly url: URL;
  readonly body: Buffer;
}

/**
 * Handles `POST /completions`: reads the request, checks it with Prism, chooses the response, checks that with Prism, too, and
 * sends it.
 *
 * @throws HttpError if the request is refused; Error if Prism disagrees; whatever the completion throws, before or after its
 * first event.
 */
export async function complete(
  { handler, prism, deployments, seed }: MockContext,
  { url, message, body, response, clientGone }: MockRequest,
): Promise<void> {
  const completion = readCompletionRequest({
    query: url.searchParams,
    headers: message.headersDistinct,
    body,
  });
  const { deployment } = completion;
  if (deployment !== undefined && !deployments.has(deployment)) throw unknownDeployment(deployment);
  const preferences = readPreferences(message.headersDistinct.prefer?.join(", "));

  const request = new CheckedRequest(url, message.headers, completion, preferences);
  prism.checkRequest(request);
  const mocked = handler(request);
  const applied = formatApplied(preferences);
  if (applied !== "") response.setHeader("preference-applied", applied);
  const { stream } = completion.parameters;
  const nextWait = createWaits(preferences, seed, body);
  await respond(mocked, { prism, preferences, stream, nextWait, signal: clientGone }, response);
}
