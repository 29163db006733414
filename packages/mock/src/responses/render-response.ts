import { streamHeaders } from "@completions-api/http/routing";
import { createAssembler, doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import type { CompletionForm } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import type {
  FixedResponse,
  MockCompletion,
  MockResponse,
  OutgoingResponse,
  UncheckedResponse,
} from "../mock-response.ts";
import { breakBody, injectFault, type StreamFault } from "./faults.ts";
import { startEarly } from "./start-early.ts";
import { type NextWait, pace } from "./timing.ts";
import { wait } from "./wait.ts";

/** Options of {@link renderResponse}. */
export interface RenderOptions {
  /**
   * Checks a response before it leaves. The body of a stream is the whole completion.
   *
   * @throws Error if the spec has no such response.
   */
  readonly check: (response: FixedResponse) => void | Promise<void>;
  /** The form of completions. Absent from a request for anything else. */
  readonly form: CompletionForm | undefined;
  readonly nextWait: NextWait | undefined;
  readonly fault: StreamFault | undefined;
  /** Its `clientGone` is read only by responses that take time. */
  readonly request: Pick<MockRequest, "clientGone">;
}

/**
 * Gives a response the form that goes out, and checks it. A stream begins only with its first event, so that a failure before it
 * can still become a response with its own status.
 *
 * @throws whatever the check or the completion throws, before its first event.
 */
export async function renderResponse(
  mocked: MockResponse,
  options: RenderOptions,
): Promise<OutgoingResponse> {
  const { nextWait, check, form } = options;
  if ("start" in mocked) {
    if (form === undefined) throw new Error("The response to this request cannot be a completion.");
    return form.stream ? renderStream(mocked, form, options) : renderCompletion(mocked, form, options);
  }
  if ("pass" in mocked) return mocked.pass();
  if ("unchecked" in mocked) return renderUnchecked(mocked, options);
  if (nextWait) await wait(nextWait(), options.request.clientGone);
  const { status, body } = mocked;
  const headers = { ...mocked.headers, "content-type": "application/json" };
  await check({ status, headers, body });
  return { status, headers, body: JSON.stringify(body) };
}

/** Renders a completion as one document. */
async function renderCompletion(
  completion: MockCompletion,
  { toBody }: CompletionForm,
  options: RenderOptions,
): Promise<OutgoingResponse> {
  const known = options.nextWait ? undefined : completion.whole;
  const body = toBody(known ?? (await assemble(startCompletion(completion, options))));
  const headers = { "content-type": "application/json" };
  await options.check({ status: 200, headers, body });
  const text = JSON.stringify(body);
  const { fault } = options;
  if (!fault) return { status: 200, headers, body: text };
  return {
    status: 200,
    headers,
    events: await startEarly(breakBody(text, fault, options.request.clientGone)),
  };
}

/** Gives a response that breaks the contract the form that goes out. */
async function renderUnchecked(
  { status, headers, unchecked }: UncheckedResponse,
  { nextWait, fault, request }: RenderOptions,
): Promise<OutgoingResponse> {
  const signal = request.clientGone;
  const parts = (async function* () {
    yield* unchecked;
  })();
  const paced = nextWait ? pace(parts, nextWait, signal) : parts;
  const sent = fault ? injectFault(paced, fault, signal) : paced;
  return { status, headers, events: await startEarly(sent) };
}

async function assemble(
  batches: AsyncIterable<readonly CompletionChunk[]>,
): Promise<CreateCompletionResponse> {
  const assembler = createAssembler();
  for await (const batch of batches) for (const chunk of batch) assembler.add(chunk);
  return assembler.completion();
}

async function renderStream(
  completion: MockCompletion,
  form: CompletionForm,
  options: RenderOptions,
): Promise<OutgoingResponse> {
  const { fault, request } = options;
  const events = encodeChunks(startCompletion(completion, options), form, options.check);
  const sent = fault ? injectFault(events, fault, request.clientGone) : events;
  return { status: 200, headers: streamHeaders, events: await startEarly(sent) };
}

function startCompletion(
  completion: MockCompletion,
  { nextWait, request }: RenderOptions,
): AsyncIterable<readonly CompletionChunk[]> {
  const signal = request.clientGone;
  const started = completion.start(signal);
  return nextWait ? pace(started, nextWait, signal) : started;
}

/** Encodes the chunks of a completion as events, and checks the whole completion before its last event. */
async function* encodeChunks(
  batches: AsyncIterable<readonly CompletionChunk[]>,
  { toEvents, toBody }: CompletionForm,
  check: RenderOptions["check"],
): AsyncGenerator<string, void, void> {
  const assembler = createAssembler();
  for await (const batch of batches) {
    for (const chunk of batch) assembler.add(chunk);
    if (batch.at(-1)?.usage) {
      const body = toBody(assembler.completion());
      await check({ status: 200, headers: { "content-type": "application/json" }, body });
    }
    for (const chunk of batch) for (const event of toEvents(chunk)) yield encodeEvent(event);
  }
  yield doneEvent;
}
