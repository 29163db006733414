import { createIdentity, type EngineRequest } from "@completions-api/engine";
import { unprocessableContent } from "@completions-api/protocol";
import type {
  Choices,
  ChunkChoice,
  CompletionChunk,
  CompletionUsage,
  CreateCompletionResponse,
} from "@completions-api/types";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import type { MockCompletion } from "../mock-response.ts";
import { wait } from "../wait.ts";
import type { CompletionAnswer } from "./answer.ts";
import { AnswerProblem, quantityOfChoices } from "./answer-problem.ts";
import {
  countCharacters,
  type PlannedChoice,
  type PlannedPart,
  planChoice,
  planEcho,
  splitWords,
} from "./planned-choice.ts";
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
  const choices = planChoices(answer, request);
  const echoes = request.echo ? planEchoes(request) : undefined;
  const usage = countUsage(answer, request, choices);
  const { prompts, n = 1, logprobs } = request;
  const count = prompts.length * n;

  function createWhole(): CreateCompletionResponse {
    const { id, created } = createIdentity({ model });
    const whole: (Choices & { readonly logprobs?: CompletionLogprobs })[] = [];
    for (let index = 0; index < count; index += 1) {
      const { text, parts, finishReason } = at(choices, index);
      const echo = echoes?.[Math.floor(index / n)];
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
      const { parts, finishReason } = at(choices, index);
      const echo = echoes?.[Math.floor(index / n)];
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
    cutAt: choices.find(({ cutAt }) => cutAt !== undefined)?.cutAt,
    createChunks,
    // Created only when it is asked for.
    get whole() {
      return choices.some(({ isTimed }) => isTimed) ? undefined : createWhole();
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

/** Plans every choice, or one for all of them if they are the same. */
function planChoices(answer: CompletionAnswer, request: EngineRequest): readonly PlannedChoice[] {
  const { finishReason = "stop" } = answer;
  if ("tokens" in answer) return [planChoice(answer.tokens, finishReason, request)];
  const { text } = answer;
  if (typeof text === "string") return [planChoice(splitWords(text), finishReason, request)];
  const { prompts, n = 1 } = request;
  const count = prompts.length * n;
  if (text.length !== count)
    throw new AnswerProblem(
      ["text"],
      `has ${text.length} texts, but the request asks for ${quantityOfChoices(count)}`,
    );
  return text.map((each) => planChoice(splitWords(each), finishReason, request));
}

function planEchoes({ prompts }: EngineRequest): readonly PlannedPart[] {
  return prompts.map(({ prompt }) => {
    if (typeof prompt === "string") return planEcho(prompt);
    throw unprocessableContent({
      loc: ["body", "echo"],
      value: true,
      message: "is not supported for a prompt of tokens, whose text the mock's reply does not know",
      advice: "Send the prompt as text, or answer with `generate`.",
      code: "parameter_not_supported",
    });
  });
}

function countUsage(
  { usage = {} }: CompletionAnswer,
  { prompts, n = 1, bestOf = n, maxTokens }: EngineRequest,
  choices: readonly PlannedChoice[],
): CompletionUsage {
  let counted = 0;
  let ofCut = 0;
  for (let index = 0; index < prompts.length * n; index += 1) {
    const { completionTokens, finishReason } = at(choices, index);
    // The choices that `best_of` discards are as long as the last one that it returns.
    counted += completionTokens * (index % n === n - 1 ? bestOf - n + 1 : 1);
    if (finishReason === "length") ofCut += maxTokens;
  }
  const { promptTokens = countPromptTokens(prompts), completionTokens = counted } = usage;
  const most = maxTokens * prompts.length * bestOf;
  if (completionTokens > most || completionTokens < ofCut)
    throw new AnswerProblem(
      ["usage", "completionTokens"],
      `is ${completionTokens}, but the contract allows ${ofCut} to ${most} for a request with max_tokens ${maxTokens}`,
    );
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

function countPromptTokens(prompts: EngineRequest["prompts"]): number {
  return prompts.reduce(
    (sum, { prompt }) => sum + (typeof prompt === "string" ? splitWords(prompt) : prompt).length,
    0,
  );
}

/** Returns a choice from a list that may have one for all. */
function at(choices: readonly PlannedChoice[], index: number): PlannedChoice {
  const choice = choices[choices.length === 1 ? 0 : index];
  if (choice === undefined) throw new RangeError(`The answer has no choice ${index}.`);
  return choice;
}
