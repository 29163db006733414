import { listPrompts, type StreamGrammarOptions } from "@completions-api/protocol";
import { findRoute } from "@completions-api/protocol/recorded";
import type * as OpenAI from "@completions-api/types/openai";
import type { RecordedRequest } from "../run-record.ts";

/** Reads from a request which events its stream must have. A body that is not a request for completions is one with one choice. */
export function readGrammarOptions({ method, url, body }: RecordedRequest): StreamGrammarOptions {
  try {
    // The server has accepted the request, or there is no stream to check.
    const parameters = JSON.parse(body) as OpenAI.CreateCompletionRequest;
    const prompts = listPrompts(parameters.prompt).length;
    const route = findRoute({ request: { method, url } });
    if (route?.face !== "openai") return { prompts };
    return {
      prompts,
      n: parameters.n ?? 1,
      usage: parameters.stream_options?.include_usage ? "own-event" : "none",
    };
  } catch {
    return { prompts: 1 };
  }
}
