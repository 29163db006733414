import type { Engine } from "@completions-api/engine";
import type { Face } from "../faces/face.ts";
import type { MockOperation, ReadCompletion, ReadRequest } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import type { FixedResponse, MockResponse } from "../mock-response.ts";
import type { Preferences } from "../preferences/known-preferences.ts";
import { invalidPreference } from "../preferences/prefer-header.ts";
import { chooseRecorded, type Replay } from "../recording/choose-recorded.ts";
import type { Exchange } from "../referee/referee.ts";
import { answerCall } from "../replies/answer-call.ts";
import { noReplyFits } from "../replies/no-reply-fits.ts";
import type { RenderedAnswer } from "../replies/render-answer.ts";
import type { Session } from "../sessions/session.ts";
import { toResponse } from "../spec/spec-examples.ts";
import { choosePreferred, findEqual } from "./choose-example.ts";
import type { ChosenResponse } from "./chosen-response.ts";
import type { StreamFault } from "./faults.ts";
import { generate } from "./generate.ts";
import type { Latency } from "./timing.ts";

/** The context in which a response is chosen. */
export interface ChoiceContext {
  readonly face: Face;
  readonly operation: MockOperation;
  readonly session: Session;
  readonly preferences: Preferences;
  readonly loadEngine: () => Promise<Engine>;
  /** Creates a response with random values. Absent without a server, because it needs Prism. */
  readonly createDynamicResponse:
    | ((exchange: Exchange, read: ReadRequest) => Promise<FixedResponse>)
    | undefined;
  /** The `model` of completions that no engine generates. */
  readonly defaultModel: string;
  /** The cassette to answer from, if there is one. */
  readonly replay: Replay | undefined;
}

/**
 * Chooses the response to a request: the one that its `Prefer` header asks for, otherwise the session's reply, otherwise the
 * recorded answer, otherwise the spec's example for an equal request, otherwise a completion by the engine. A strict session has
 * only the first three.
 *
 * @throws HttpError 400 `invalid_header` if `Prefer` asks for what the operation or the request does not have, 404 for an unknown
 * deployment or, in a strict session, if no reply fits, 500 if the reply cannot answer this request.
 */
export async function chooseResponse(
  context: ChoiceContext,
  read: ReadRequest,
  request: MockRequest,
): Promise<ChosenResponse> {
  const { preferences, session } = context;
  const call = "completion" in read ? read.completion : undefined;
  checkPreferences(preferences, call);
  const preferred = await choosePreferredResponse(context, read, request);
  const chosen = preferred
    ? { response: preferred, source: "prefer" as const }
    : await chooseUnasked(context, read, request);
  const { response } = chosen;
  const isBreakable = "start" in response || "unchecked" in response;
  const ownFault = isBreakable ? (readFault(preferences) ?? chosen.fault) : undefined;
  return {
    ...chosen,
    latency: mergeLatency(context, chosen.latency),
    fault: ownFault ?? ("start" in response ? session.takeFault() : undefined),
  };
}

/** Chooses the response to a request whose `Prefer` header asks for none. */
async function chooseUnasked(
  context: ChoiceContext,
  read: ReadRequest,
  request: MockRequest,
): Promise<RenderedAnswer & Pick<ChosenResponse, "source" | "reply">> {
  const { session, operation, face, replay } = context;
  const recall = () => replay && chooseRecorded(replay, request, { face, operation, read }, session);
  if (!("completion" in read)) return recall() ?? { response: await read.respond(), source: "route" };
  const { completion } = read;
  const toLatency = (ofAnswer?: Latency) => mergeLatency(context, ofAnswer);
  const answered = await answerCall(session.replies, { ...context, toLatency }, completion, request);
  if (answered) return { ...answered, source: "reply" };
  const recorded = recall();
  if (recorded) return recorded;
  if (session.strict) throw noReplyFits(session.replies.list(), completion, request);
  const example = findEqual(operation, completion.body, request);
  if (example) return { response: toResponse(example), source: "example" };
  const { deployment } = completion;
  if (deployment !== undefined) await face.checkDeployment(deployment);
  const engine = await context.loadEngine();
  return { response: generate(engine, completion, toLatency()), source: "engine" };
}

function checkPreferences({ dynamic, fault, itl }: Preferences, call: ReadCompletion | undefined): void {
  if (call === undefined && (fault ?? itl) !== undefined)
    throw invalidPreference("has itl or fault, but this route has no events");
  if (dynamic && call?.form.stream) throw invalidPreference("has dynamic, but the body has `stream: true`");
}

async function choosePreferredResponse(
  { preferences, operation, face, createDynamicResponse }: ChoiceContext,
  read: ReadRequest,
  request: MockRequest,
): Promise<MockResponse | undefined> {
  if (preferences.dynamic) {
    if (createDynamicResponse === undefined)
      throw invalidPreference("has dynamic, which needs Prism, and only the mock's server can load that");
    return createDynamicResponse({ face: face.name, operationId: operation.id, request }, read);
  }
  const preferred = choosePreferred(operation, preferences, { read, errorFormat: face.errorFormat });
  return preferred && toResponse(preferred);
}

function mergeLatency({ session, preferences }: ChoiceContext, ofAnswer?: Latency): Latency {
  return { ...session.latency, ...ofAnswer, ...readLatency(preferences) };
}

function readLatency({ ttft, itl, jitter }: Preferences): Latency {
  return {
    ...(ttft !== undefined && { ttft }),
    ...(itl !== undefined && { itl }),
    ...(jitter !== undefined && { jitter }),
  };
}

function readFault({ fault, after }: Preferences): StreamFault | undefined {
  if (fault === undefined) return undefined;
  return { type: fault, ...(after !== undefined && { after }) };
}
