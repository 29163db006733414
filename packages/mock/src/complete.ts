import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { sendWhole } from "@completions-api/http";
import { readCompletionRequest, unknownDeployment } from "@completions-api/protocol";
import { CheckedRequest } from "./checked-request.ts";
import { deliver } from "./deliver.ts";
import type { IncomingRequest } from "./front.ts";
import { PendingCompletion } from "./pending-completion.ts";
import { formatApplied, readPreferences } from "./preferences.ts";
import type { Prism } from "./prism.ts";
import { createWaits } from "./timing.ts";

/** What completions need beside their requests. */
export interface CompletionContext {
  readonly prism: Prism;
  /** The names that a request may give as its deployment. */
  readonly deployments: ReadonlySet<string>;
  /** With another seed, the same requests get other waits. */
  readonly seed: number;
}

/**
 * Answers `POST /completions`.
 *
 * @throws HttpError for a request that is refused. Whatever an answer fails with, before or after its first event.
 */
export async function complete(
  { prism, deployments, seed }: CompletionContext,
  { url, message, body, signal }: IncomingRequest,
  response: ServerResponse,
): Promise<void> {
  const completion = readCompletionRequest({
    query: url.searchParams,
    headers: message.headersDistinct,
    body,
  });
  const { deployment } = completion;
  if (deployment !== undefined && !deployments.has(deployment)) throw unknownDeployment(deployment);
  const preferences = readPreferences(message.headersDistinct.prefer?.join(", "));

  const output = await prism.ask(new CheckedRequest(url, message.headers, completion, preferences));
  const applied = formatApplied(preferences);
  if (applied !== "") response.setHeader("preference-applied", applied);

  const nextWait = createWaits(preferences, seed, body);
  if (output.body instanceof PendingCompletion) {
    const { stream } = completion.parameters;
    await deliver(output.body, { prism, preferences, stream, nextWait, signal }, response);
  } else {
    if (nextWait) await setTimeout(nextWait(), undefined, { signal });
    const headers = { ...output.headers, "content-type": "application/json" };
    prism.check({ ...output, headers });
    await sendWhole(response, { status: output.statusCode, headers, body: JSON.stringify(output.body) });
  }
}
