import type * as OpenAI from "@completions-api/types/openai";
import type { Face } from "../face.ts";
import type { CodeRequest } from "./code-request.ts";

/** A table, so that the type checker finds a parameter that is missing. */
const known: Readonly<Record<keyof OpenAI.CreateCompletionRequest, true>> = {
  model: true,
  prompt: true,
  best_of: true,
  echo: true,
  frequency_penalty: true,
  logit_bias: true,
  logprobs: true,
  max_tokens: true,
  n: true,
  presence_penalty: true,
  seed: true,
  stop: true,
  stream: true,
  stream_options: true,
  suffix: true,
  temperature: true,
  top_p: true,
  user: true,
};

/** Returns whether the SDKs of OpenAI can send a request: they need a model, and accept no other parameters. */
export function suitsSdk({ parameters }: CodeRequest, face: Face): boolean {
  return (
    face === "openai" &&
    typeof parameters?.model === "string" &&
    Object.keys(parameters).every((name) => Object.hasOwn(known, name))
  );
}
