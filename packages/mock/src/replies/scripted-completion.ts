import { createIdentity, type EngineRequest } from "@completions-api/engine";
import type { Choices, ChunkChoice, CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import type { MockCompletion } from "../mock-response.ts";
import { wait } from "../responses/wait.ts";
import type { CompletionAnswer } from "./answer.ts";
import { countCharacters, type PlannedPart } from "./planned-choice.ts";
import { planCompletion } from "./planned-completion.ts";
import { joinLogprobs, toEchoLogprobs, toLogprobs } from "./scripted-logprobs.ts";

/** A completion whose text an answer gives. */
export interface ScriptedCompletion extends MockCompletion {
  /** Creates the chunks, with the milliseconds to wait before each one. */
  readonly createChunks: () => Iterable<ScriptedChunk>;
}

interface ScriptedChunk {
  readonly chunk: CompletionChunk;
  readonly after: number;
}

/** The number of chunks in a batch, when nobody waits for each of them. */
const batchSize = 256;

/**
 * Creates a completion whose text an answer gives.
 *
 * @param options - `model`: the response's `model`; `batched`: true if nobody waits for single chunks.
 * @throws AnswerProblem if the answer contradicts the request, HttpError 422 for an `echo` of tokens.
 */
export function scriptCompletion(
  answer: CompletionAnswer,
  request: EngineRequest,
  { model, batched }: { readonly model: string; readonly batched: boolean },
): ScriptedCompletion {
  const { count, choiceAt, echoAt, usage, cutAt, isTimed } = planCompletion(answer, request);
  const { logprobs } = request;

  function createWhole(): CreateCompletionResponse {
    const { id, created } = createIdentity({ model });
    const whole: (Choices & { readonly logprobs?: CompletionLogprobs })[] = [];
    for (let index = 0; index < count; index += 1) {
      const { text, parts, finishReason } = choiceAt(index);
      const echo = echoAt(index);
      const choice = { index, text: (echo?.text ?? "") + text, finish_reason: finishReason };
      whole.push(
        logprobs === undefined ? choice : { ...choice, logprobs: scoreParts(parts, logprobs, echo) },
      );
    }
    return { id, object: "text_completion", created, model, choices: whole, usage };
  }

  function* createChunks(): Generator<ScriptedChunk, void, void> {
    const { id, created } = createIdentity({ model });
    const create = (choice: ChunkChoice, isLast: boolean): CompletionChunk => ({
      id,
      object: "text_completion",
      created,
      model,
      choices: [choice],
      usage: isLast ? usage : null,
    });
    for (let index = 0; index < count; index += 1) {
      const { parts, finishReason } = choiceAt(index);
      const echo = echoAt(index);
      if (echo && echo.text !== "") {
        const choice = { index, text: echo.text, finish_reason: null };
        const scores = logprobs !== undefined && { logprobs: scoreParts([], logprobs, echo) };
        yield { chunk: create({ ...choice, ...scores }, false), after: 0 };
      }
      const start = echo ? countCharacters(echo.text) : 0;
      for (const [place, { text, tokens, after }] of parts.entries()) {
        const isEnd = place === parts.length - 1;
        const choice = { index, text, finish_reason: isEnd ? finishReason : null };
        const scores = logprobs !== undefined && { logprobs: toLogprobs(tokens, logprobs, start) };
        yield { chunk: create({ ...choice, ...scores }, isEnd && index === count - 1), after };
      }
    }
  }

  return {
    cutAt,
    createChunks,
    // Created only when it is asked for.
    get whole() {
      return isTimed ? undefined : createWhole();
    },
    start: (signal) => collectBatches(createChunks(), batched ? batchSize : 1, signal),
  };
}

async function* collectBatches(
  chunks: Iterable<ScriptedChunk>,
  size: number,
  signal: AbortSignal,
): AsyncGenerator<readonly CompletionChunk[], void, void> {
  let batch: CompletionChunk[] = [];
  for (const { chunk, after } of chunks) {
    if (batch.length === size || (after > 0 && batch.length > 0)) {
      yield batch;
      batch = [];
    }
    if (after > 0) await wait(after, signal);
    batch.push(chunk);
  }
  yield batch;
}

/** Describes the tokens of a choice, or of its echo alone, as a request with `logprobs` asks for it. */
function scoreParts(
  parts: readonly PlannedPart[],
  count: number,
  echo: PlannedPart | undefined,
): CompletionLogprobs {
  const start = echo ? countCharacters(echo.text) : 0;
  const scored = toLogprobs(
    parts.flatMap(({ tokens }) => tokens),
    count,
    start,
  );
  return echo ? joinLogprobs(toEchoLogprobs(echo.tokens, count), scored) : scored;
}
