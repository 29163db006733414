import {
  BrokenStreamError,
  createAssembler,
  createStreamGrammar,
  hasChoices,
  type StreamedCompletion,
} from "@completions-api/protocol";
import type { TimedEvent } from "@completions-api/protocol/cassette";
import { cutReasons, type RecordedExchange } from "@completions-api/protocol/cassette";
import { type CheckedCompletion, findBrokenRules } from "@completions-api/protocol/rules";
import type { CompletionChunk, CompletionUsage, CreateCompletionResponse } from "@completions-api/types";
import { readCompletionContract } from "../faces/completion-contract.ts";
import type { MockOperation, ReadCompletion } from "../mock-operation.ts";
import type { MockCompletion } from "../mock-response.ts";
import { wait } from "../responses/wait.ts";
import { splitResponse } from "../spec/spec-examples.ts";

/** A chunk, with the time of its arrival in milliseconds since the request. */
interface TimedChunk {
  readonly at: number;
  readonly chunk: CompletionChunk;
}

/** A recorded completion that can be sent in either form. */
export interface RecordedCompletion {
  readonly chunks: readonly TimedChunk[];
  /** False for a stream whose request did not ask for the usage. Only such a stream can be made of it. */
  readonly hasUsage: boolean;
}

/** Stands for the usage of a stream that has none. */
const noUsage: CompletionUsage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

/**
 * Reads the completion of a recorded answer with status 200.
 *
 * @returns the reason if it cannot be sent, worded to follow a colon.
 */
export function readRecordedCompletion(
  { response }: RecordedExchange,
  call: ReadCompletion,
  validateBody: MockOperation["validateBody"],
): RecordedCompletion | string {
  if ("events" in response && response.cut) return cutReasons[response.cut];
  const isCompletion =
    "events" in response
      ? response.events.every(({ data }) => data === "[DONE]" || hasChoices(data))
      : hasChoices(response.body);
  if (!isCompletion) return "it is not a completion";
  const chunks =
    "events" in response
      ? joinUsage(response.events)
      : // The check above covers what is read of it, and the check below the rest.
        splitResponse(response.body as CreateCompletionResponse).map((chunk) => ({ at: response.at, chunk }));
  try {
    const whole = assemble(chunks, call);
    const completion = { chunks: unify(chunks, whole), hasUsage: whole.usage !== undefined };
    return findFault(completion, whole, { call, validateBody }) ?? completion;
  } catch (failure) {
    if (failure instanceof BrokenStreamError) return failure.message.replace(/\.$/, "");
    throw failure;
  }
}

/** Returns the chunks of a stream. A usage in an event of its own moves to the chunk before it. */
function joinUsage(events: readonly TimedEvent[]): TimedChunk[] {
  const chunks: TimedChunk[] = [];
  for (const { at, data } of events) {
    if (data === "[DONE]" || !("choices" in data)) continue;
    const last = chunks.at(-1);
    if (data.choices.length === 0 && last)
      chunks.splice(-1, 1, { at, chunk: { ...last.chunk, usage: data.usage ?? null } });
    else chunks.push({ at, chunk: data });
  }
  return chunks;
}

function assemble(
  chunks: readonly TimedChunk[],
  { request: { prompts, n = 1 } }: ReadCompletion,
): StreamedCompletion {
  const assembler = createAssembler();
  for (const { chunk } of chunks) assembler.add(chunk);
  return assembler.streamedCompletion(prompts.length * n);
}

/** Returns chunks that all have the identity of the completion. Only the last one has the usage. */
function unify(
  chunks: readonly TimedChunk[],
  { id, object, created, model, usage }: StreamedCompletion,
): TimedChunk[] {
  return chunks.map(({ at, chunk }, index) => ({
    at,
    chunk: { ...chunk, id, object, created, model, usage: (index === chunks.length - 1 && usage) || null },
  }));
}

/** Finds the reason why sending a completion would break the contract. */
function findFault(
  { chunks }: RecordedCompletion,
  { usage, ...whole }: StreamedCompletion,
  { call, validateBody }: { readonly call: ReadCompletion } & Pick<MockOperation, "validateBody">,
): string | undefined {
  const { rules, options, validateEvent } = readCompletionContract(call);
  const body = call.form.toBody({ ...whole, usage: usage ?? noUsage });
  const grammar = createStreamGrammar({ ...options, prompts: options.prompts.length });
  const events = chunks.flatMap(({ chunk }) => call.form.toEvents(chunk));
  for (const validation of [validateBody(body), ...events.map(validateEvent)]) {
    if (validation.valid) continue;
    const [{ loc, message }] = validation.problems;
    return `${loc.join(".")} ${message}`;
  }
  // The validators have just accepted them.
  const accepted = [...(events as CompletionChunk[]), "[DONE]"] as const;
  for (const event of accepted) {
    const violation = grammar.accept(event);
    if (violation) return violation.message.replace(/\.$/, "");
  }
  const [broken] = findBrokenRules(rules, options, { ...(body as CheckedCompletion), usage });
  return broken && `it breaks the rule ${broken.rule}`;
}

/**
 * Creates the completion that sends a recorded one again.
 *
 * @param speed - 1 keeps the times, 2 halves them, and 0 sends everything at once.
 */
export function replayCompletion({ chunks }: RecordedCompletion, speed: number): MockCompletion {
  return {
    async *start(signal) {
      const startedAt = performance.now();
      for (const { at, chunk } of chunks) {
        const rest = startedAt + scaleTime(at, speed) - performance.now();
        if (rest > 0) await wait(rest, signal);
        yield [chunk];
      }
    },
  };
}

/** Returns the milliseconds that a recorded time takes. */
export function scaleTime(at: number, speed: number): number {
  return speed === 0 ? 0 : at / speed;
}
