import type { CompletionChunk, RuleId } from "@completions-api/types";
import type * as OpenAI from "@completions-api/types/openai";
import type { StreamEvent } from "./event-decoder.ts";

type Chunk = CompletionChunk | OpenAI.CompletionChunk;

/** A violation of one of the spec's `x-rules`. */
export interface Violation {
  readonly rule: RuleId;
  readonly message: string;
}

/**
 * A phase of a stream: before the first event, while choices are streamed, after all of them have ended, after the usage, and
 * after `[DONE]` or an error event.
 */
export type StreamState = "start" | "choices" | "ended" | "usage" | "done" | "error";

/** Checks the order of a stream's events. Violations after the first may be mere consequences of it. */
export interface StreamGrammar {
  /** Checks the next event. */
  accept(event: StreamEvent | OpenAI.CompletionEvent): Violation | undefined;
  /** Checks that the stream may end here. */
  end(): Violation | undefined;
  /** Returns the phase after the last event. */
  state(): StreamState;
}

/** The properties of a request that decide which events its stream has. */
export interface StreamGrammarOptions {
  /** The number of prompts, at least 1 (see `listPrompts`). */
  readonly prompts: number;
  /** The number of choices for each prompt. By default 1. */
  readonly n?: number;
  /**
   * The place of the usage. By default it is `last-event`, the last event before `[DONE]`, as the API's own face has it. The
   * face for OpenAI's clients has `own-event` if the request asks for the usage: the last event has no choices, and the usage
   * of all others is null. Otherwise it has `none`: no event has a usage.
   */
  readonly usage?: "last-event" | "own-event" | "none";
}

/**
 * Creates a state machine that checks one stream of either face against the rules `stream-same-identity`,
 * `stream-one-finish-per-choice`, `stream-every-choice-ends`, `stream-usage-last`, `usage-adds-up`, `stream-done-is-last`
 * and `stream-error-event`.
 */
export function createStreamGrammar({
  prompts,
  n = 1,
  usage: usagePlace = "last-event",
}: StreamGrammarOptions): StreamGrammar {
  let count = 0;
  let first: Chunk | undefined;
  let usageSeen = false;
  const choices = prompts * n;
  // The item at a choice's index is true once the choice has ended. Sparse, because a body has room for 300,000 prompts.
  const ended: true[] = [];
  let endedCount = 0;
  let closedBy: "[DONE]" | "an error event" | undefined;

  function violation(rule: RuleId, problem: string): Violation {
    return { rule, message: `Event ${count} ${problem}.` };
  }

  function acceptDone(): Violation | undefined {
    for (let index = 0; index < choices; index += 1) {
      if (!ended[index])
        return violation("stream-every-choice-ends", `is [DONE], but choice ${index} has not ended`);
    }
    if (!usageSeen && usagePlace !== "none")
      return violation("stream-usage-last", "is [DONE], but no event has the usage");
    return undefined;
  }

  /** Returns the fault of a usage that is, or is not, in this event, worded to follow "Event 1". Nothing if it has none. */
  function misplacedUsage({ usage, choices }: Chunk): string | null | undefined {
    if (usageSeen) return "follows the event with the usage";
    if (usagePlace === "none" && usage !== undefined)
      return "has a usage, which the request does not ask for";
    if (usagePlace !== "own-event") return undefined;
    if (usage === undefined) return "has no usage; it must be null until the last event";
    return usage && choices[0] && "has choices beside the usage";
  }

  function acceptChunk(chunk: Chunk): Violation | undefined {
    first ??= chunk;
    // Written out, because a loop over names looks each one up anew, which takes most of the time of this function.
    const changed =
      chunk.id !== first.id
        ? "id"
        : chunk.object !== first.object
          ? "object"
          : chunk.created !== first.created
            ? "created"
            : chunk.model !== first.model && "model";
    if (changed) return violation("stream-same-identity", `has a different ${changed} than the first event`);
    const misplaced = misplacedUsage(chunk);
    if (misplaced) return violation("stream-usage-last", misplaced);
    for (const { index, finish_reason } of chunk.choices) {
      if (!Number.isInteger(index) || index < 0 || index >= choices) {
        return violation("stream-every-choice-ends", `has choice ${index}, which matches no prompt`);
      }
      if (ended[index]) {
        return violation("stream-one-finish-per-choice", `has choice ${index}, which has already ended`);
      }
      if (!finish_reason) continue;
      ended[index] = true;
      endedCount += 1;
    }
    if (!chunk.usage) return undefined;
    usageSeen = true;
    const { prompt_tokens, completion_tokens, total_tokens } = chunk.usage;
    if (total_tokens !== prompt_tokens + completion_tokens) {
      return violation(
        "usage-adds-up",
        `has ${total_tokens} total_tokens, not ${prompt_tokens} + ${completion_tokens}`,
      );
    }
    return undefined;
  }

  return {
    accept(event) {
      count += 1;
      if (closedBy) {
        const rule = closedBy === "[DONE]" ? "stream-done-is-last" : "stream-error-event";
        return violation(rule, `follows ${closedBy}`);
      }
      if (event === "[DONE]") {
        closedBy = "[DONE]";
        return acceptDone();
      }
      if ("error" in event) {
        closedBy = "an error event";
        return first
          ? undefined
          : violation(
              "stream-error-event",
              "is an error before the first chunk; it must be an error response",
            );
      }
      return acceptChunk(event);
    },
    end() {
      if (closedBy) return undefined;
      return {
        rule: "stream-done-is-last",
        message: `The stream ended after event ${count}, without [DONE].`,
      };
    },
    state() {
      if (closedBy) return closedBy === "[DONE]" ? "done" : "error";
      if (usageSeen) return "usage";
      if (!first) return "start";
      return endedCount < choices ? "choices" : "ended";
    },
  };
}
