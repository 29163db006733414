import type { Engine } from "@completions-api/engine";
import { streamHeaders } from "@completions-api/http/routing";
import { encodeEvent, quantity } from "@completions-api/protocol";
import { completionRules, findBrokenRules, logprobsRules } from "@completions-api/protocol/rules";
import { readCompletionContract } from "../faces/completion-contract.ts";
import type { Face } from "../faces/face.ts";
import type { MockOperation, ReadCompletion } from "../mock-operation.ts";
import { type MockResponse, toFixedResponse, type UncheckedResponse } from "../mock-response.ts";
import { findByName } from "../responses/choose-example.ts";
import type { StreamFault } from "../responses/faults.ts";
import { generate } from "../responses/generate.ts";
import type { Latency } from "../responses/timing.ts";
import { type ExampleResponse, toResponse } from "../spec/spec-examples.ts";
import type { Answer, ErrorAnswer, InvalidAnswer } from "./answer.ts";
import { AnswerProblem } from "./answer-problem.ts";
import { scriptCompletion } from "./scripted-completion.ts";
import { createScriptedError } from "./scripted-error.ts";

/** The context in which an answer becomes a response. */
export interface AnswerContext {
  readonly face: Pick<Face, "name" | "errorFormat">;
  readonly operation: Pick<MockOperation, "examples">;
  readonly loadEngine: () => Promise<Engine>;
  /** The `model` of a scripted completion if the request names none. */
  readonly defaultModel: string;
  /** Returns how long a response takes, given what its answer says. */
  readonly toLatency: (ofAnswer?: Latency) => Latency;
}

/** The response to a request, and how it is sent. */
export interface RenderedAnswer {
  readonly response: MockResponse;
  readonly latency?: Latency | undefined;
  readonly fault?: StreamFault | undefined;
}

/**
 * Gives an answer to a request.
 *
 * @throws AnswerProblem if the answer contradicts the request; HttpError if the request asks for what the answer cannot have.
 */
export async function renderAnswer(
  answer: Answer,
  context: AnswerContext,
  call: ReadCompletion,
): Promise<RenderedAnswer> {
  if (typeof answer === "string") return renderAnswer({ text: answer }, context, call);
  const { latency } = answer;
  if ("status" in answer && !("invalid" in answer))
    return { response: toFixedResponse(createScriptedError(answer), context.face.errorFormat), latency };
  return { response: await render(answer, context, call), latency, fault: answer.fault };
}

async function render(
  answer: Exclude<Answer, string | ErrorAnswer>,
  { loadEngine, defaultModel, toLatency, ...context }: AnswerContext,
  call: ReadCompletion,
): Promise<MockResponse> {
  const latency = toLatency(answer.latency);
  if ("invalid" in answer) return renderInvalid(answer);
  if ("example" in answer) return toResponse(findExample(answer.example, context, call));
  if ("generate" in answer) return generate(await loadEngine(), call, latency);
  const { request, deployment = defaultModel } = call;
  const { itl = 0 } = latency;
  return scriptCompletion(answer, request, { model: deployment, batched: itl === 0 });
}

/**
 * Finds an example.
 *
 * @throws AnswerProblem if it cannot be the answer to the request.
 */
function findExample(
  name: string,
  { operation, face }: Pick<AnswerContext, "operation" | "face">,
  call: ReadCompletion,
): ExampleResponse {
  const example = findByName(operation.examples, name);
  if (example === undefined)
    throw new AnswerProblem(["example"], `is ${name}, which the face ${face.name} of the API does not have`);
  if (!("streamed" in example)) return example;
  const choices = new Set(example.chunks.flatMap((chunk) => chunk.choices.map(({ index }) => index)));
  const { prompts, n = 1 } = call.request;
  const count = prompts.length * n;
  if (choices.size !== count) {
    const problem = `is ${name}, which has ${quantity(choices.size, "choice")}, but the request asks for ${count}`;
    throw new AnswerProblem(["example"], problem);
  }
  // On both faces, because the API's own one may pass `echo` and `logprobs` through.
  const rules = [...completionRules, ...logprobsRules];
  const [broken] = findBrokenRules(rules, readCompletionContract(call).options, example.whole);
  if (broken === undefined) return example;
  const problem = `is ${name}, but rule ${broken.rule} requires ${broken.expected} for this request`;
  throw new AnswerProblem(["example"], problem);
}

function renderInvalid({ status = 200, headers = {}, body, events }: InvalidAnswer): UncheckedResponse {
  const given = Object.fromEntries(new Headers(headers));
  if (events === undefined)
    return {
      status,
      headers: { "content-type": "application/json", ...given },
      unchecked: [typeof body === "string" ? body : (JSON.stringify(body) ?? "")],
    };
  // `encodeEvent` takes objects because the contract has no other events.
  const unchecked = events.map((event) => (typeof event === "string" ? event : encodeEvent(event as object)));
  return { status, headers: { ...streamHeaders, ...given }, unchecked };
}
