import { contextLengthExceeded, unprocessableContent } from "@completions-api/protocol";
import { createTasks, type Task } from "./create-tasks.ts";
import {
  type Delta,
  type Engine,
  type EngineCapability,
  type EngineRequest,
  engineCapabilities,
} from "./engine.ts";
import { EventLoopSlice, type StopSignal } from "./event-loop-slice.ts";
import { createGeneration, type Generation } from "./generation.ts";
import type { Model } from "./model-file.ts";
import { type TokenizedPrompt, tokenizePrompt } from "./tokenize-prompt.ts";

/** The largest number of tokens in a prompt and its completion together. */
const MAXIMUM_CONTEXT_LENGTH = 8192;

/** The largest number of tokens that one response lists log probabilities for: as JSON, some 40 MB. */
const MAXIMUM_SCORED_TOKENS = 2 ** 18;

/** The largest number of choices of one response: more than a body of 1 MiB has prompts, so that only `n` exceeds it. */
const MAXIMUM_CHOICES = 2 ** 19;

/** The number of tasks of a request that run at once. The others wait, so that they take no memory yet. */
const MAXIMUM_TASKS = 1024;

/** An engine that runs a language model in this process. It ignores extra parameters. */
export class EmbeddedEngine implements Engine {
  readonly model = "moby-dick";
  readonly capabilities: readonly EngineCapability[] = engineCapabilities;
  readonly fingerprint: string;
  readonly #model: Model;

  constructor(model: Model) {
    this.fingerprint = model.fingerprint;
    this.#model = model;
  }

  async *generate(request: EngineRequest, signal: StopSignal): AsyncGenerator<Delta, void, void> {
    signal.throwIfAborted();
    limitChoices(request);
    const slice = new EventLoopSlice(signal);
    const generation = createGeneration(request, this.#model, slice);
    const prompts = await tokenizePrompts(generation);
    limitScoredTokens(request, prompts);
    const waiting = createTasks(prompts, generation);
    const tasks = new Set<Task>();
    for (;;) {
      await startTasks(tasks, waiting, slice);
      if (tasks.size === 0) return;
      // Each task runs one step in turn, so that all of them advance at the same pace.
      for (const task of tasks) {
        const result = task.next();
        if (result !== undefined) {
          if ("index" in result) {
            if (result.finishReason !== null) tasks.delete(task);
            yield result;
            signal.throwIfAborted();
          } else {
            tasks.delete(task);
            for (const next of result) tasks.add(next);
          }
        }
        if (slice.expired) await slice.yield();
      }
    }
  }
}

async function startTasks(tasks: Set<Task>, waiting: Iterator<Task>, slice: EventLoopSlice): Promise<void> {
  while (tasks.size < MAXIMUM_TASKS) {
    const next = waiting.next();
    if (next.done) return;
    tasks.add(next.value);
    if (slice.expired) await slice.yield();
  }
}

/** Tokenizes the prompts of a request, and checks that each of them fits into the context. */
async function tokenizePrompts({
  request,
  tokenizer,
  slice,
}: Generation): Promise<readonly TokenizedPrompt[]> {
  const { prompts, maxTokens } = request;
  const tokenized: TokenizedPrompt[] = [];
  for (const listed of prompts) {
    const prompt = await tokenizePrompt(listed, tokenizer, slice);
    const promptTokens = prompt.tokens.length;
    if (promptTokens + maxTokens > MAXIMUM_CONTEXT_LENGTH) {
      throw contextLengthExceeded({ promptTokens, maxTokens, contextLength: MAXIMUM_CONTEXT_LENGTH });
    }
    tokenized.push(prompt);
    if (slice.expired) await slice.yield();
  }
  return tokenized;
}

/** @throws HttpError 422 `parameter_not_supported` if the response could not be kept in memory. */
function limitChoices({ prompts, n = 1 }: EngineRequest): void {
  const count = n * prompts.length;
  if (count <= MAXIMUM_CHOICES) return;
  throw unprocessableContent({
    loc: ["body", "n"],
    value: n,
    message: `asks for ${count} choices, but a response has at most ${MAXIMUM_CHOICES}`,
    advice: "Send fewer prompts, or lower `n`.",
    code: "parameter_not_supported",
  });
}

/** @throws HttpError 422 `parameter_not_supported` if the response could not be kept in memory. */
function limitScoredTokens(
  { logprobs, echo, n = 1, maxTokens }: EngineRequest,
  prompts: readonly TokenizedPrompt[],
): void {
  if (logprobs === undefined) return;
  const echoed = echo ? prompts.reduce((sum, { tokens }) => sum + tokens.length, 0) : 0;
  const count = n * (echoed + prompts.length * maxTokens);
  if (count <= MAXIMUM_SCORED_TOKENS) return;
  throw unprocessableContent({
    loc: ["body", "logprobs"],
    value: logprobs,
    message: `is limited to ${MAXIMUM_SCORED_TOKENS} tokens in a response, but this one may have ${count}`,
    advice: "Send fewer prompts, or lower `max_tokens` or `n`.",
    code: "parameter_not_supported",
  });
}
