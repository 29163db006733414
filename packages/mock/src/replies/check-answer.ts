import type { EngineRequest } from "@completions-api/engine";
import { createAssembler, createStreamGrammar } from "@completions-api/protocol";
import { toOpenAIChunks, toOpenAICompletion } from "@completions-api/protocol/openai";
import { findBrokenRules } from "@completions-api/protocol/rules";
import type { Validation } from "@completions-api/validators";
import { readCompletionContract } from "../faces/completion-contract.ts";
import { contracts } from "../faces/contracts.ts";
import type { FaceName } from "../faces/face-name.ts";
import { exampleNames } from "../generated/example-names.ts";
import type { CompletionForm, ReadCompletion } from "../mock-operation.ts";
import { isWithoutBody, toFixedResponse } from "../mock-response.ts";
import { checkResponse } from "../responses/check-response.ts";
import type { Answer, CompletionAnswer, ErrorAnswer, InvalidAnswer } from "./answer.ts";
import { AnswerProblem } from "./answer-problem.ts";
import { scriptCompletion } from "./scripted-completion.ts";
import { createScriptedError } from "./scripted-error.ts";

const faces: readonly FaceName[] = ["completions", "openai"];

/** Everything that a client under `/v1/` can ask for. */
const everything = { logprobs: true, includeUsage: true };

const forms: Readonly<Record<FaceName, Omit<CompletionForm, "stream">>> = {
  completions: { toEvents: (chunk) => [chunk], toBody: (completion) => completion },
  openai: {
    toEvents: (chunk) => toOpenAIChunks(chunk, everything),
    toBody: (completion) => toOpenAICompletion(completion, everything),
  },
};

/**
 * Checks an answer against the contract: gives it to a request on each face, and checks the response.
 *
 * @param answer - has the form of `replies.schema.json`.
 * @throws AnswerProblem if the response breaks the contract.
 */
export function checkAnswer(answer: Answer): void {
  if (typeof answer === "string") checkCompletion({ text: answer });
  else if ("invalid" in answer) checkSendable(answer);
  else if ("example" in answer) checkExample(answer.example);
  else if ("status" in answer) checkError(answer);
  else if (!("generate" in answer)) checkCompletion(answer);
}

function checkError(answer: ErrorAnswer): void {
  const error = createScriptedError(answer);
  for (const face of faces) {
    const contract = contracts[face];
    attempt(face, () => checkResponse(toFixedResponse(error, contract.errorFormat), contract));
  }
}

/** Checks what would keep the server from sending the response as it is. */
function checkSendable({ status = 200, headers = {}, body, events }: InvalidAnswer): void {
  if (isWithoutBody(status) && (body ?? events) !== undefined)
    throw new AnswerProblem(["status"], `must not be ${status} with a body, which HTTP would not send`);
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
  for (const face of faces) {
    const call = createCall(face, request);
    const { form } = call;
    const { options, rules, validateEvent } = readCompletionContract(call);
    const grammar = createStreamGrammar({ prompts: options.prompts.length, usage: options.usage });
    attempt(face, () => {
      for (const event of chunks.flatMap(form.toEvents)) {
        const violation = grammar.accept(expectValid(validateEvent(event)));
        if (violation) throw new Error(violation.message);
      }
      const violation = grammar.accept("[DONE]");
      if (violation) throw new Error(violation.message);
      const body = expectValid(contracts[face].validateCompletion(form.toBody(completion)));
      const [broken] = findBrokenRules(rules, options, body);
      if (broken) throw new Error(`rule ${broken.rule} requires ${broken.expected}`);
    });
  }
}

/** Creates a call on a face that asks for everything. */
function createCall(face: FaceName, request: EngineRequest): ReadCompletion {
  const body = { stream_options: { include_usage: true } };
  return { face, body, deployment: undefined, request, form: { ...forms[face], stream: true } };
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

function expectValid<Value>(validation: Validation<Value>): Value {
  if (validation.valid) return validation.value;
  const [{ loc, message }] = validation.problems;
  throw new Error(`${loc.join(".")} ${message}.`);
}

/** Runs a check. What it throws becomes a problem that says on which face. */
function attempt(face: FaceName, check: () => void): void {
  try {
    check();
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new AnswerProblem(
      [],
      `breaks the contract of the face ${face}: ${cause.message.replace(/\.$/, "")}`,
      { cause },
    );
  }
}
