import type { Delta } from "@completions-api/engine";
import { HttpError, listPrompts } from "@completions-api/protocol";
import type { Prompt } from "@completions-api/types";
import type { Generate, GenerationRequest } from "../../src/backends/backend.ts";
import { createOpenAIBackend, type OpenAIBackendOptions } from "../../src/backends/openai/backend.ts";
import { openai } from "../../src/backends/openai/dialects/openai.ts";
import { type Script, ScriptedUpstream } from "./scripted-upstream.ts";

/** A request with the contract's defaults. */
export function requestFor(prompt: Prompt, parts: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    prompts: listPrompts(prompt),
    maxTokens: 256,
    temperature: 1,
    topP: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    stop: [],
    extra: {},
    stream: true,
    trace: {},
    ...parts,
  };
}

/** An engine, and the upstream that it asks. */
export interface TestEngine extends AsyncDisposable {
  readonly generate: Generate;
  readonly upstream: ScriptedUpstream;
}

/** An engine, by default of OpenAI's dialect, whose upstream answers as `script` says. */
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

/** All deltas of a generation. */
export async function collectPieces(
  generate: Generate,
  request: GenerationRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<Delta[]> {
  const collected: Delta[] = [];
  for await (const batch of (await generate(request, signal)).deltas) collected.push(...batch);
  return collected;
}

/** What a promise fails with, which must be an error of the contract. */
export async function apiErrorOf(promise: Promise<unknown>): Promise<HttpError> {
  const error = await promise.then(
    () => new Error("It does not fail."),
    (reason: unknown) => reason,
  );
  if (error instanceof HttpError) return error;
  throw error;
}

/** An event with some text of a choice. */
export function chunk(text: string, finishReason: string | null = null, index = 0): object {
  return { choices: [{ index, text, finish_reason: finishReason }] };
}

/** An event with the usage alone, as OpenAI's API has it. */
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
