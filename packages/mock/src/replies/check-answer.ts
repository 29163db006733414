import type { EngineRequest } from "@completions-api/engine";
import { createAssembler, createStreamGrammar } from "@completions-api/protocol";
import { BrokenRule } from "@completions-api/protocol/rules";
import type { Validation } from "@completions-api/validators";
import { exampleNames } from "../generated/example-names.ts";
import { toFixedResponse } from "../mock-response.ts";
import { checkResponse } from "../responses/check-response.ts";
import type { Answer, CompletionAnswer, ErrorAnswer, InvalidAnswer } from "./answer.ts";
import { type AnswerFace, answerFaces } from "./answer-faces.ts";
import { AnswerProblem } from "./answer-problem.ts";
import { scriptCompletion } from "./scripted-completion.ts";
import { createScriptedError } from "./scripted-error.ts";

/**
 * Checks an answer against the contract: gives it to a request on each face, and checks the response.
 *
 * @param answer - has the form of `replies.schema.json`.
 * @throws AnswerProblem if the response breaks the contract.
 */
export function checkAnswer(answer: Answer): void {
  if (typeof answer === "string") checkCompletion({ text: answer });
  else if ("invalid" in answer) checkHeaders(answer);
  else if ("example" in answer) checkExample(answer.example);
  else if ("status" in answer) checkError(answer);
  else if (!("generate" in answer)) checkCompletion(answer);
}

function checkError(answer: ErrorAnswer): void {
  const error = createScriptedError(answer);
  for (const face of answerFaces) {
    attempt(face, () => checkResponse(toFixedResponse(error, face.errorFormat), face));
  }
}

/** Checks what would keep the server from sending the response at all. */
function checkHeaders({ headers = {} }: InvalidAnswer): void {
  try {
    new Headers(headers);
  } catch (cause) {
    throw new AnswerProblem(["headers"], "must have names and values that HTTP allows", { cause });
  }
}

function checkExample(name: string): void {
  const names: readonly string[] = Object.values(exampleNames).flat();
  if (!names.includes(name))
    throw new AnswerProblem(
      ["example"],
      `must be an example of the spec: one of ${[...new Set(names)].join(", ")}`,
    );
}

function checkCompletion(answer: CompletionAnswer): void {
  const request = createRequest(answer);
  const { createChunks } = scriptCompletion(answer, request, { model: "probe", batched: true });
  const chunks = Array.from(createChunks(), ({ chunk }) => chunk);
  const assembler = createAssembler();
  for (const chunk of chunks) assembler.add(chunk);
  const completion = assembler.completion();
  for (const face of answerFaces) {
    const { form, usage } = face;
    const grammar = createStreamGrammar({ prompts: request.prompts.length, usage });
    attempt(face, () => {
      for (const event of chunks.flatMap(form.toEvents)) {
        const violation = grammar.accept(expectValid(face.validateEvent(event)));
        if (violation) throw new Error(violation.message);
      }
      const violation = grammar.accept("[DONE]");
      if (violation) throw new Error(violation.message);
      const body = expectValid(face.validateBody(form.toBody(completion)));
      checkRules(face, request, body);
    });
  }
}

/** Creates a request that an answer can answer: without limits, as far as the answer does not need one. */
function createRequest(answer: CompletionAnswer): EngineRequest {
  const count = "text" in answer && typeof answer.text === "object" ? answer.text.length : 1;
  const { finishReason, usage: { completionTokens } = {} } = answer;
  const isExact = finishReason === "length" && completionTokens !== undefined;
  return {
    prompts: Array.from({ length: count }, () => ({ prompt: "", loc: [] })),
    maxTokens: isExact ? Math.max(1, Math.ceil(completionTokens / count)) : 1_000_000_000,
    temperature: 1,
    topP: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    stop: [],
    logprobs: 5,
    extra: {},
  };
}

function checkRules(
  { rules, usage }: AnswerFace,
  { prompts, maxTokens, stop, logprobs }: EngineRequest,
  completion: Parameters<AnswerFace["rules"][number]>[1],
): void {
  const options = {
    prompts: prompts.map(({ prompt }) => prompt),
    maxTokens,
    stop,
    stream: false,
    usage,
    n: 1,
    bestOf: 1,
    echo: false,
    logprobs,
  };
  for (const rule of rules) rule(options, completion);
}

function expectValid<Value>(validation: Validation<Value>): Value {
  if (validation.valid) return validation.value;
  const [{ loc, message }] = validation.problems;
  throw new Error(`${loc.join(".")} ${message}.`);
}

/** Runs a check. What it throws becomes a problem that says on which face. */
function attempt({ name }: AnswerFace, check: () => void): void {
  try {
    check();
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const reason =
      cause instanceof BrokenRule ? `rule ${cause.rule} requires ${cause.expected}` : cause.message;
    throw new AnswerProblem([], `breaks the contract of the face ${name}: ${reason.replace(/\.$/, "")}`, {
      cause,
    });
  }
}
