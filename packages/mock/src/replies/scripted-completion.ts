import {
  compileStopPatterns,
  createIdentity,
  type Delta,
  StopMatcher,
  toChunks,
} from "@completions-api/engine";
import type { CompletionCall } from "../mock-operation.ts";
import type { CutReason, MockCompletion } from "../mock-response.ts";
import { wait } from "../wait.ts";
import type { CompletionAnswer, ScriptedToken } from "./answer.ts";

/**
 * Creates a completion whose text an answer gives.
 *
 * @param model - the response's `model`.
 */
export function scriptCompletion(
  answer: CompletionAnswer,
  call: CompletionCall,
  model: string,
): MockCompletion {
  const { request } = call;
  const patterns = compileStopPatterns(request.stop);
  return {
    start(signal, onCut) {
      return toChunks(speak(answer, call, { signal, onCut }), {
        request,
        identity: createIdentity({ model }),
        limitText: () => {
          const matcher = new StopMatcher(patterns);
          return {
            get cutFor() {
              return matcher.stopped ? ("stop" as const) : undefined;
            },
            push(text, isLast) {
              const passed = matcher.push(text) + (isLast ? matcher.end() : "");
              if (matcher.stopped) onCut("stop");
              return passed;
            },
          };
        },
      });
    },
  };
}

interface SpeakOptions {
  readonly signal: AbortSignal;
  readonly onCut: (reason: CutReason) => void;
}

async function* speak(
  { text = "", tokens, finishReason = "stop" }: CompletionAnswer,
  { request: { prompts, n = 1, maxTokens } }: CompletionCall,
  { signal, onCut }: SpeakOptions,
): AsyncGenerator<Delta, void, void> {
  for (let index = 0; index < prompts.length * n; index += 1) {
    const choiceText = (typeof text === "string" ? text : text[index]) ?? "";
    const all: readonly (string | ScriptedToken)[] = tokens ?? splitWords(choiceText);
    const allowed = all
      .slice(0, maxTokens)
      .map((token) => (typeof token === "string" ? { text: token } : token));
    for (const [position, token] of allowed.entries()) {
      if (token.after !== undefined) await wait(token.after, signal);
      const isLast = position === allowed.length - 1;
      if (isLast && all.length > maxTokens) onCut("max_tokens");
      const delta = { index, text: token.text, tokens: 1 };
      yield isLast
        ? {
            ...delta,
            finishReason: all.length > maxTokens ? "length" : finishReason,
            promptTokens: countPrompt(prompts[Math.floor(index / n)]?.prompt ?? ""),
          }
        : { ...delta, finishReason: null };
    }
  }
}

/** Splits a text into words, each with the white space before it. */
export function splitWords(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [""];
}

function countPrompt(prompt: string | readonly number[]): number {
  return typeof prompt === "string" ? splitWords(prompt).length : prompt.length;
}
