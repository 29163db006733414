import { type Delta, estimateTokens, toEngineRequest } from "@completions-api/engine";
import { HttpError } from "@completions-api/protocol";
import type { Prompt } from "@completions-api/types";
import { applyCreateCompletionRequestDefaults } from "@completions-api/validators";
import type { Generate, GenerationRequest } from "../../src/backends/backend.ts";
import { createOpenAIBackend, type OpenAIBackendOptions } from "../../src/backends/openai/backend.ts";
import { openai } from "../../src/backends/openai/dialects/openai.ts";
import { type Script, ScriptedUpstream } from "./scripted-upstream.ts";

/** Creates a request with the contract's defaults. */
export function requestFor(prompt: Prompt, parts: Partial<GenerationRequest> = {}): GenerationRequest {
  const parameters = applyCreateCompletionRequestDefaults({ prompt });
  const engineRequest = toEngineRequest({ parameters, extra: {} });
  const promptTokens = estimateTokens(engineRequest.prompts);
  const caller = { name: "tester" };
  return { ...engineRequest, caller, promptTokens, stream: true, trace: {}, ...parts };
}

/** An engine and the server behind it. */
export interface TestEngine extends AsyncDisposable {
  readonly generate: Generate;
  readonly upstream: ScriptedUpstream;
}

/** Starts an engine, by default with OpenAI's dialect, whose server responds as `script` decides. */
export async function startEngine(
  script: Script,
  options: Partial<OpenAIBackendOptions> = {},
): Promise<TestEngine> {
  const upstream = await ScriptedUpstream.start(script);
  const engine = createOpenAIBackend({ url: upstream.url, dialect: openai, ...options });
  return {
    generate: engine.generate,
    upstream,
    [Symbol.asyncDispose]: async () => {
      await upstream[Symbol.asyncDispose]();
      await engine.close();
    },
  };
}

/** Collects all deltas of a generation. */
export async function collectDeltas(
  generate: Generate,
  request: GenerationRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<Delta[]> {
  const collected: Delta[] = [];
  for await (const batch of (await generate(request, signal)).deltas) collected.push(...batch);
  return collected;
}

/** Returns the error of a promise that must reject with one of the contract's errors. */
export async function httpErrorOf(promise: Promise<unknown>): Promise<HttpError> {
  const error = await promise.then(
    () => new Error("The promise did not reject."),
    (reason: unknown) => reason,
  );
  if (error instanceof HttpError) return error;
  throw error;
}

/** Creates an event with some text of a choice. */
export function chunk(text: string, finishReason: string | null = null, index = 0): object {
  return { choices: [{ index, text, finish_reason: finishReason }] };
}

/** Creates an event with only the usage, as OpenAI's API sends it. */
export function usageChunk(promptTokens: number, completionTokens: number): object {
  return { choices: [], usage: usageOf(promptTokens, completionTokens) };
}

export function usageOf(promptTokens: number, completionTokens: number): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}
