import type { Engine } from "@completions-api/engine";
import { choosePreferred, findByName, findEqual } from "./choose-example.ts";
import { createErrorByStatus } from "./error-by-status.ts";
import type { Face } from "./faces/face.ts";
import type { StreamFault } from "./faults.ts";
import { generate } from "./generate.ts";
import type { Preferences } from "./known-preferences.ts";
import type { CompletionCall, MockOperation, ReadRequest } from "./mock-operation.ts";
import type { MockRequest } from "./mock-request.ts";
import {
  type FixedResponse,
  type MockCompletion,
  type MockResponse,
  toFixedResponse,
} from "./mock-response.ts";
import { invalidPreference } from "./prefer-header.ts";
import type { Exchange } from "./referee.ts";
import type { Answer, CodeAnswer } from "./replies/answer.ts";
import type { RegisteredReply } from "./replies/reply-list.ts";
import { scriptCompletion } from "./replies/scripted-completion.ts";
import type { Session } from "./sessions/session.ts";
import type { ExampleResponse } from "./spec-examples.ts";
import type { Latency } from "./timing.ts";

/** What decided a response. */
export type ResponseSource = "prefer" | "reply" | "example" | "engine" | "route" | "upstream";

/** A response, with what decided it. */
export interface ChosenResponse {
  readonly response: MockResponse;
  readonly source: ResponseSource;
  /** The reply, if one decided. */
  readonly reply?: Pick<RegisteredReply, "id" | "name">;
  readonly latency: Latency;
  readonly fault: StreamFault | undefined;
}

/** What a response is chosen from. */
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
}

/**
 * Chooses the response to a request: the one that its `Prefer` header asks for, otherwise the session's reply, otherwise the
 * spec's example for an equal request, otherwise a completion by the engine.
 *
 * @throws HttpError 400 `invalid_header` if `Prefer` asks for what the operation or the request does not have, 404 for an unknown
 * deployment.
 */
export async function chooseResponse(
  context: ChoiceContext,
  read: ReadRequest,
  request: MockRequest,
): Promise<ChosenResponse> {
  const { preferences, session, operation, face } = context;
  const call = "completion" in read ? read.completion : undefined;
  checkPreferences(preferences, call);
  const preferred = await choosePreferredResponse(context, read, request);
  const latency = { ...session.latency, ...readLatency(preferences) };
  const fault = readFault(preferences) ?? session.fault;
  if (preferred) return { response: preferred, source: "prefer", latency, fault };
  if (!("completion" in read)) return { response: await read.respond(), source: "route", latency, fault };

  const taken = session.replies.take(read.completion, request);
  if (taken) {
    const { reply, answer } = taken;
    const { response, options } = await createReplyResponse(answer, context, read.completion);
    return {
      response,
      source: "reply",
      reply,
      latency: { ...session.latency, ...options.latency, ...readLatency(preferences) },
      fault: readFault(preferences) ?? options.fault ?? session.fault,
    };
  }
  const example = findEqual(operation, read.completion.body, request);
  if (example) return { response: toResponse(example), source: "example", latency, fault };
  const { deployment } = read.completion;
  if (deployment !== undefined) await face.checkDeployment(deployment);
  const response = await generateResponse(context, read.completion, latency);
  return { response, source: "engine", latency, fault };
}

function checkPreferences({ dynamic, fault, itl }: Preferences, call: CompletionCall | undefined): void {
  if (call === undefined && (fault ?? itl) !== undefined)
    throw invalidPreference("has itl or fault, but this route has no events");
  if (fault !== undefined && !call?.form.stream)
    throw invalidPreference("has fault, but the body lacks `stream: true`");
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
  const { method } = request;
  const preferred = choosePreferred(operation, preferences, { method, read, errorFormat: face.errorFormat });
  return preferred && toResponse(preferred);
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

async function generateResponse(
  { loadEngine }: ChoiceContext,
  { request, form }: CompletionCall,
  { itl = 0 }: Latency,
): Promise<MockCompletion> {
  return generate(await loadEngine(), request, { batched: !form.stream && itl === 0 });
}

/** Creates the response to a reply's answer. */
async function createReplyResponse(
  answer: CodeAnswer,
  context: ChoiceContext,
  call: CompletionCall,
): Promise<{
  readonly response: MockResponse;
  readonly options: { readonly latency?: Latency; readonly fault?: StreamFault };
}> {
  if (typeof answer === "function") return createReplyResponse(await answer(call), context, call);
  if (typeof answer === "string") return createReplyResponse({ text: answer }, context, call);
  return { response: await answerCall(answer, context, call), options: answer };
}

async function answerCall(
  answer: Exclude<Answer, string>,
  context: ChoiceContext,
  call: CompletionCall,
): Promise<MockResponse> {
  if ("generate" in answer) return generateResponse(context, call, answer.latency ?? {});
  if ("example" in answer) {
    const example = findByName(context.operation.examples, answer.example);
    if (example === undefined) throw new Error(`The spec has no example ${answer.example}.`);
    return toResponse(example);
  }
  if ("invalid" in answer) {
    const { status = 200, headers = {}, body } = answer;
    return { status, headers, body };
  }
  if ("status" in answer) {
    const { status, retryAfter } = answer;
    return toFixedResponse(
      createErrorByStatus(status, { retryAfter, allow: "POST" }),
      context.face.errorFormat,
    );
  }
  return scriptCompletion(answer, call, call.deployment ?? context.defaultModel);
}

function toResponse(example: ExampleResponse): MockResponse {
  if (!("streamed" in example)) return example;
  const { chunks, whole } = example;
  return {
    whole,
    async *start() {
      for (const chunk of chunks) yield [chunk];
    },
  };
}
