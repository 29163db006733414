import type {
  ChunkChoice,
  CompletionChunk,
  CompletionUsage,
  CreateCompletionResponse,
} from "@completions-api/types";
import { BrokenStreamError } from "./broken-stream-error.ts";
import { repeatsEnd } from "./repeats-end.ts";

/** A completion that was streamed. Servers other than this API's send its usage only if they are asked for it. */
export interface StreamedCompletion extends Omit<CreateCompletionResponse, "usage"> {
  /** Undefined if the server did not send it. */
  usage: CompletionUsage | undefined;
}

interface JoinedChoice {
  readonly index: number;
  readonly text: string[];
  finish_reason: ChunkChoice["finish_reason"];
  /** The properties that this API's own choices do not have: the last value of each. */
  more?: Map<string, unknown>;
  /** The values of each property of `logprobs`. */
  logprobs?: Map<string, unknown[]>;
}

/** Joins the chunks of a stream into a completion. */
export interface Assembler {
  /**
   * Adds the stream's next chunk. The time it takes depends on that chunk alone. The lists in `logprobs` are joined; of any other
   * property that choices of this API do not have, the last value counts.
   *
   * @throws BrokenStreamError `malformed-event` if the chunk adds to a choice that has ended.
   */
  add(chunk: CompletionChunk): void;
  /** Returns everything added so far as one chunk, with choices ordered by index; undefined before the first chunk. */
  partial(): CompletionChunk | undefined;
  /**
   * Returns the completion, which may lack its usage.
   *
   * @param prompts - the number of prompts in the request.
   * @throws BrokenStreamError `truncated` if a choice has not ended or a prompt has none.
   */
  streamedCompletion(prompts: number): StreamedCompletion;
  /**
   * Returns the completion. It equals the response to the same request without `stream` (rule `stream-equals-json`).
   *
   * @throws BrokenStreamError `truncated` if a choice has not ended or the usage is missing.
   */
  completion(): CreateCompletionResponse;
}

/**
 * Creates an empty assembler. It checks only what would corrupt the completion; `createStreamGrammar` checks the spec's rules.
 */
export function createAssembler(): Assembler {
  // The first chunk, completed by the properties that only later chunks have.
  let whole: CompletionChunk | undefined;
  // An object keeps integer keys in ascending order. Texts are joined once, at the end, so the cost is linear in every
  // JavaScript engine, however it implements `+=`.
  const choices: Record<number, JoinedChoice> = Object.create(null);

  function partial(): CompletionChunk | undefined {
    return whole && { ...whole, choices: Object.values(choices).map(toChoice) };
  }

  function streamedCompletion(prompts: number): StreamedCompletion {
    for (const index of [...Array(prompts).keys(), ...Object.keys(choices).map(Number)]) {
      if (!choices[index]?.finish_reason) throw truncated(`choice ${index} did`);
    }
    // The checks above cover everything that this type has and a chunk may lack.
    return { ...(partial() as CreateCompletionResponse), usage: whole?.usage ?? undefined };
  }

  return {
    partial,
    add(chunk) {
      // Azure's first event is about the prompt and has no id.
      if (!whole?.id) whole = { ...whole, ...chunk, usage: whole?.usage ?? null };
      if (chunk.usage) whole.usage = chunk.usage;
      if (chunk.system_fingerprint !== undefined) whole.system_fingerprint ??= chunk.system_fingerprint;
      for (const choice of chunk.choices) {
        const { index, text, finish_reason } = choice;
        choices[index] ??= { index, text: [], finish_reason: null };
        const known = choices[index];
        if (known.finish_reason && !repeatsEnd(choice, known.finish_reason)) {
          throw new BrokenStreamError("malformed-event", `Choice ${index} goes on after its end.`);
        }
        known.text.push(text);
        // Some servers write "" for null.
        if (finish_reason) known.finish_reason = finish_reason;
        if (Object.keys(choice).length > 3) addMore(known, choice);
      }
    },
    streamedCompletion,
    completion() {
      const completion = streamedCompletion(1);
      if (!completion.usage) throw truncated("its usage came");
      return { ...completion, usage: completion.usage };
    },
  };
}

function addMore(known: JoinedChoice, { index, text, finish_reason, ...more }: ChunkChoice): void {
  known.more ??= new Map();
  for (const [name, value] of Object.entries(more)) known.more.set(name, value);
  for (const [name, value] of Object.entries(Object(more).logprobs ?? {})) {
    known.logprobs ??= new Map();
    const values = known.logprobs.get(name);
    if (values) values.push(value);
    else known.logprobs.set(name, [value]);
  }
}

function toChoice({ index, text, finish_reason, more, logprobs }: JoinedChoice): ChunkChoice {
  const choice = { index, text: text.join(""), finish_reason, ...(more && Object.fromEntries(more)) };
  if (!logprobs) return choice;
  const joined = [...logprobs].map(([name, values]) => [
    name,
    values.every(Array.isArray) ? values.flat() : values.at(-1),
  ]);
  return { ...choice, ...{ logprobs: Object.fromEntries(joined) } };
}

function truncated(missing: string): BrokenStreamError {
  return new BrokenStreamError("truncated", `The stream ended before ${missing}.`);
}
