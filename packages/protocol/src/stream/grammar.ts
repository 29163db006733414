import type { CompletionChunk, RuleId } from "@completions-api/types";
import type { StreamEvent } from "./event-decoder.ts";

/** A rule of the spec's `x-rules` that a stream breaks, and how. */
export interface Violation {
  readonly rule: RuleId;
  readonly message: string;
}

/** Follows one stream, and says which rule it breaks. After a violation, further ones may only follow from it. */
export interface StreamGrammar {
  /** Takes the next event. */
  accept(event: StreamEvent): Violation | undefined;
  /** To be called when the connection has ended. */
  end(): Violation | undefined;
}

/**
 * The grammar of a stream, as a state machine: the rules `stream-same-identity`, `stream-one-finish-per-choice`,
 * `stream-every-choice-ends`, `stream-usage-last`, `usage-adds-up`, `stream-done-is-last` and `stream-error-event`.
 *
 * @param request - `prompts` is how many the request has, at least 1 (see `listPrompts`).
 */
export function createStreamGrammar({ prompts }: { readonly prompts: number }): StreamGrammar {
  let count = 0;
  let first: CompletionChunk | undefined;
  let usageSeen = false;
  // By index, whether the choice has.
  const ended = Array.from({ length: prompts }, () => false);
  let closedBy: "[DONE]" | "an error event" | undefined;

  function broken(rule: RuleId, what: string): Violation {
    return { rule, message: `Event ${count} ${what}.` };
  }

  function acceptDone(): Violation | undefined {
    const open = ended.indexOf(false);
    if (open !== -1) return broken("stream-every-choice-ends", `is [DONE], but choice ${open} has not ended`);
    if (!usageSeen) return broken("stream-usage-last", "is [DONE], but no event had the usage");
    return undefined;
  }

  function acceptChunk(chunk: CompletionChunk): Violation | undefined {
    first ??= chunk;
    for (const property of ["id", "object", "created", "model"] as const) {
      if (chunk[property] !== first[property]) {
        return broken("stream-same-identity", `has another ${property} than the first`);
      }
    }
    if (usageSeen) return broken("stream-usage-last", "follows the event with the usage");
    for (const { index, finish_reason } of chunk.choices) {
      if (ended[index] === undefined) {
        return broken("stream-every-choice-ends", `has choice ${index}, which no prompt implies`);
      }
      if (ended[index]) {
        return broken("stream-one-finish-per-choice", `has choice ${index}, which has ended`);
      }
      if (finish_reason) ended[index] = true;
    }
    if (!chunk.usage) return undefined;
    usageSeen = true;
    const { prompt_tokens, completion_tokens, total_tokens } = chunk.usage;
    if (total_tokens !== prompt_tokens + completion_tokens) {
      return broken(
        "usage-adds-up",
        `has ${total_tokens} tokens in total, not ${prompt_tokens} + ${completion_tokens}`,
      );
    }
    return undefined;
  }

  return {
    accept(event) {
      count += 1;
      if (closedBy !== undefined) {
        const rule = closedBy === "[DONE]" ? "stream-done-is-last" : "stream-error-event";
        return broken(rule, `follows ${closedBy}`);
      }
      if (event === "[DONE]") {
        closedBy = "[DONE]";
        return acceptDone();
      }
      if ("error" in event) {
        closedBy = "an error event";
        return first
          ? undefined
          : broken("stream-error-event", "is an error, and the first: it should be a response");
      }
      return acceptChunk(event);
    },
    end() {
      if (closedBy !== undefined) return undefined;
      return {
        rule: "stream-done-is-last",
        message: `The stream ended after event ${count}, without [DONE].`,
      };
    },
  };
}
