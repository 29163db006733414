import { createStreamGrammar } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { Row } from "./document.ts";
import { linkRules } from "./spec.ts";

type StreamEvent = Parameters<ReturnType<typeof createStreamGrammar>["accept"]>[0];

const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
const error = {
  error: { status: 500, code: "internal_error", error: "It failed", message: "It failed." },
} as const;

/** Streams for one prompt, each with one fault. */
const faultyStreams: readonly { readonly fault: string; readonly events: readonly StreamEvent[] }[] = [
  { fault: "Another `id`", events: [chunk({}), chunk({ id: "2" })] },
  { fault: "A choice that goes on after its finish reason", events: [last(), chunk({})] },
  { fault: "An `index` without a prompt", events: [chunk({ choices: [choice(1)] })] },
  { fault: "`[DONE]` before every choice has ended", events: [chunk({}), "[DONE]"] },
  { fault: "No usage", events: [last(), "[DONE]"] },
  { fault: "A sum that is wrong", events: [last({ usage: { ...usage, total_tokens: 3 } })] },
  { fault: "An event after `[DONE]`", events: [last({ usage }), "[DONE]", chunk({})] },
  { fault: "The end of the body without `[DONE]`", events: [last({ usage })] },
  { fault: "An error before the first chunk", events: [error] },
  { fault: "An event after an error", events: [chunk({}), error, "[DONE]"] },
];

/** Lists the faults of streams, with the rule and the message that `createStreamGrammar` has for each. */
export function streamFaults(): Row[] {
  return faultyStreams.map(({ fault, events }) => {
    const grammar = createStreamGrammar({ prompts: 1 });
    const found = events.map((event) => grammar.accept(event)).find((violation) => violation !== undefined);
    const violation = found ?? grammar.end();
    if (violation === undefined) throw new Error(`The grammar accepts this stream: ${fault}.`);
    return { cells: [fault, linkRules([violation.rule]), violation.message] };
  });
}

function chunk(parts: Partial<CompletionChunk>): CompletionChunk {
  const whole = {
    id: "1",
    object: "text_completion",
    created: 0,
    model: "gpt2",
    choices: [choice(0)],
  } as const;
  return { ...whole, choices: [choice(0)], ...parts };
}

function last(parts: Partial<CompletionChunk> = {}): CompletionChunk {
  return chunk({ choices: [{ ...choice(0), finish_reason: "stop" }], ...parts });
}

function choice(index: number): CompletionChunk["choices"][number] {
  return { index, text: "", finish_reason: null };
}
