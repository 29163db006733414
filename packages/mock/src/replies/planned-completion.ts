import type { EngineRequest } from "@completions-api/engine";
import { quantity, unprocessableContent } from "@completions-api/protocol";
import type { CompletionUsage } from "@completions-api/types";
import type { CutReason } from "../mock-response.ts";
import type { CompletionAnswer } from "./answer.ts";
import { AnswerProblem } from "./answer-problem.ts";
import { type PlannedChoice, type PlannedPart, planChoice, planEcho, splitWords } from "./planned-choice.ts";

/** The completion that an answer makes for a request. */
export interface PlannedCompletion {
  /** The number of choices. */
  readonly count: number;
  readonly choiceAt: (index: number) => PlannedChoice;
  /** Returns the prompt of a choice, if the request asks for its echo. */
  readonly echoAt: (index: number) => PlannedPart | undefined;
  readonly usage: CompletionUsage;
  /** The reason why the text of a choice was cut, if it was. */
  readonly cutAt: CutReason | undefined;
  /** True if a token has a time of its own. */
  readonly isTimed: boolean;
}

/**
 * Plans a completion.
 *
 * @throws AnswerProblem if the answer contradicts the request, HttpError 422 for an `echo` of tokens.
 */
export function planCompletion(answer: CompletionAnswer, request: EngineRequest): PlannedCompletion {
  const choices = planChoices(answer, request);
  const echoes = request.echo ? planEchoes(request) : undefined;
  const { prompts, n = 1 } = request;
  return {
    count: prompts.length * n,
    choiceAt: (index) => at(choices, index),
    echoAt: (index) => echoes?.[Math.floor(index / n)],
    usage: countUsage(answer, request, choices),
    cutAt: choices.find(({ cutAt }) => cutAt !== undefined)?.cutAt,
    isTimed: choices.some(({ isTimed }) => isTimed),
  };
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
      `has ${text.length} texts, but the request asks for ${quantity(count, "choice")}`,
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
  const total = promptTokens + completionTokens;
  if (!Number.isSafeInteger(total))
    throw new AnswerProblem(["usage"], `has ${total} tokens in total, more than JSON can state exactly`);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: total,
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
