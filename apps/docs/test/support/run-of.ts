import type { RunRecord } from "../../src/playground/run-record.ts";

/** A chunk of a completion with one choice. */
export function chunkOf(text: string, parts: object = {}): string {
  const choices = [{ index: 0, text, finish_reason: null, logprobs: null }];
  return `data: ${JSON.stringify({ id: "1", object: "text_completion", created: 1, model: "m", choices, usage: null, ...parts })}`;
}

/** The last chunk. */
export function lastChunk(tokens: number): string {
  return chunkOf("", {
    choices: [{ index: 0, text: "", finish_reason: "stop", logprobs: null }],
    usage: { prompt_tokens: 2, completion_tokens: tokens, total_tokens: tokens + 2 },
  });
}

/** A run that has ended, with these events 10 ms apart. */
export function runOf(texts: readonly string[], parts: Partial<RunRecord> = {}): RunRecord {
  return {
    request: {
      method: "POST",
      url: "http://127.0.0.1/completions?api-version=2024-04-01-preview",
      headers: { authorization: "Bearer ***", "content-type": "application/json" },
      body: JSON.stringify({ prompt: "Call me", stream: true }),
    },
    startedAt: 0,
    events: texts.map((text, index) => ({ at: 100 + 10 * index, text })),
    status: 200,
    responseHeaders: { "content-type": "text/event-stream" },
    endedAt: 1000,
    ...parts,
  };
}
