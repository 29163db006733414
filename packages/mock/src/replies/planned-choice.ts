import { compileStopPatterns, type EngineRequest, StopMatcher } from "@completions-api/engine";
import type { CompletionFinishReason } from "@completions-api/types";
import type { CutReason } from "../mock-response.ts";
import type { ScriptedToken } from "./answer.ts";

/** A token at its place in the text of a choice. */
export interface PlacedToken extends Pick<ScriptedToken, "text" | "logprob" | "alternatives"> {
  /** The number of characters (Unicode code points) before it. */
  readonly offset: number;
}

/** The part of a choice that one event of a stream has. */
export interface PlannedPart {
  readonly text: string;
  /** Milliseconds to wait before it. */
  readonly after: number;
  readonly tokens: readonly PlacedToken[];
}

/** The choice that an answer makes for a request. */
export interface PlannedChoice {
  readonly text: string;
  /** At least one. */
  readonly parts: readonly PlannedPart[];
  /** True if a token has a time of its own. */
  readonly isTimed: boolean;
  readonly finishReason: CompletionFinishReason;
  readonly completionTokens: number;
  /** The reason why the text was cut, if it was. */
  readonly cutAt: CutReason | undefined;
}

/**
 * Plans a choice: cuts the tokens of an answer at the request's `max_tokens` and stop sequences.
 *
 * @param finishReason - the finish reason of a text that is not cut. With `length`, the choice counts as `max_tokens` tokens.
 */
export function planChoice(
  tokens: readonly (string | ScriptedToken)[],
  finishReason: CompletionFinishReason,
  { maxTokens, stop }: Pick<EngineRequest, "maxTokens" | "stop">,
): PlannedChoice {
  const allowed = tokens.length > maxTokens ? tokens.slice(0, maxTokens) : tokens;
  const stopped = stop.length > 0 ? findStop(allowed, stop) : undefined;
  const parts = placeTokens(stopped ? allowed.slice(0, stopped.tokens) : allowed, stopped?.visible);
  const text = parts.map((part) => part.text).join("");
  const planned = { text, parts, isTimed: parts.some(({ after }) => after > 0) };
  if (stopped) return { ...planned, finishReason: "stop", completionTokens: stopped.tokens, cutAt: "stop" };
  if (tokens.length > maxTokens)
    return { ...planned, finishReason: "length", completionTokens: maxTokens, cutAt: "max_tokens" };
  const completionTokens = finishReason === "length" ? maxTokens : tokens.length;
  return { ...planned, finishReason, completionTokens, cutAt: undefined };
}

/** Plans the echo of a prompt. */
export function planEcho(prompt: string): PlannedPart {
  const tokens = placeTokens(splitWords(prompt)).flatMap((part) => part.tokens);
  return { text: prompt, after: 0, tokens };
}

/** Splits a text into words, each with the white space before it. */
export function splitWords(text: string): string[] {
  const words = text.match(/\s*\S+|\s+$/g) ?? [];
  // In log probabilities, a token of this form stands for bytes. Only the first word can have it.
  if (words[0]?.startsWith("bytes:")) words.splice(0, 1, "bytes", words[0].slice(5));
  return words;
}

/** Counts Unicode code points. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Finds the first stop sequence: the number of tokens with it, and the length of the text before it. */
function findStop(
  tokens: readonly (string | ScriptedToken)[],
  stop: readonly string[],
): { readonly tokens: number; readonly visible: number } | undefined {
  const matcher = new StopMatcher(compileStopPatterns(stop));
  let visible = 0;
  for (const [place, token] of tokens.entries()) {
    visible += matcher.push(textOf(token)).length;
    if (matcher.stopped) return { tokens: place + 1, visible };
  }
  return undefined;
}

/** @param visible - the length of the visible text. By default all of it is. */
function placeTokens(
  tokens: readonly (string | ScriptedToken)[],
  visible = Number.POSITIVE_INFINITY,
): readonly PlannedPart[] {
  const parts: PlannedPart[] = [];
  let offset = 0;
  let end = 0;
  for (const token of tokens) {
    // A token that a stop sequence cuts is listed if it begins before the cut.
    if (end >= visible) break;
    const placed = typeof token === "string" ? { text: token, offset } : { ...token, offset };
    const text = placed.text.slice(0, visible - end);
    parts.push({ text, after: typeof token === "string" ? 0 : (token.after ?? 0), tokens: [placed] });
    offset += countCharacters(placed.text);
    end += placed.text.length;
  }
  return parts.length > 0 ? parts : [{ text: "", after: 0, tokens: [] }];
}

function textOf(token: string | ScriptedToken): string {
  return typeof token === "string" ? token : token.text;
}
