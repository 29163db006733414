import type { MockRequest } from "./mock-request.ts";
import type { MockResponse, OutgoingResponse } from "./mock-response.ts";
import type { Preferences } from "./preferences/known-preferences.ts";
import { formatApplied, readPreferences } from "./preferences/prefer-header.ts";
import type { Referee } from "./referee/referee.ts";
import { checkResponse } from "./responses/check-response.ts";
import { type ChoiceContext, chooseResponse } from "./responses/choose-response.ts";
import { renderResponse } from "./responses/render-response.ts";
import { createWaits } from "./responses/timing.ts";
import type { JournalEntry } from "./sessions/journal-entry.ts";

/** The context in which a request is handled. */
export interface OperationContext extends Omit<ChoiceContext, "preferences"> {
  /** The value of the path's parameter; empty if the path has none. */
  readonly parameter: string;
  readonly entry: JournalEntry;
  readonly referee: Referee | undefined;
  /** A seed for the jitter of waits. */
  readonly seed: number;
}

/**
 * Handles a request for an operation: reads the request, chooses the response, checks it, and gives it the form that goes out.
 *
 * @throws HttpError if the request is refused; Error if a response or the referee's verdict is wrong; whatever the completion
 * throws before its first event.
 */
export async function handleOperation(
  request: MockRequest,
  context: OperationContext,
): Promise<OutgoingResponse> {
  const { operation, face, referee, entry } = context;
  const exchange = { face: face.name, operationId: operation.id, request };
  const read = await operation.read(request, context.parameter);
  entry.read("completion" in read ? read.completion : undefined);
  const { prefer } = request.headers;
  const preferences = prefer ? readPreferences(prefer.join(", "), operation.statuses) : {};
  if (referee) await referee.checkRequest(exchange, read);
  const chosen = await chooseResponse({ ...context, preferences }, read, request);
  entry.choose(chosen);
  if ("start" in chosen.response) entry.cutAt = chosen.response.cutAt;
  const outgoing = await renderResponse(chosen.response, {
    async check(response) {
      checkResponse(response, face, operation);
      if (referee) await referee.checkResponse(exchange, response);
    },
    form: "completion" in read ? read.completion.form : undefined,
    nextWait: createWaits(chosen.latency, context.seed, request.body),
    fault: chosen.fault,
    request,
  });
  return addApplied(outgoing, listFollowed(preferences, chosen.response));
}

/** Lists the preferences that a response follows: an error has no events to break or to wait between. */
function listFollowed(preferences: Preferences, response: MockResponse): Preferences {
  if ("start" in response || "unchecked" in response) return preferences;
  const { fault, after, itl, ...followed } = preferences;
  return followed;
}

function addApplied(outgoing: OutgoingResponse, preferences: Preferences): OutgoingResponse {
  const applied = formatApplied(preferences);
  if (applied === "") return outgoing;
  return { ...outgoing, headers: { "preference-applied": applied, ...outgoing.headers } };
}
