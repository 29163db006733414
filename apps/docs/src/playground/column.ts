import type { CompletionUsage } from "@completions-api/types";
import type { FormValues } from "./form-values.ts";
import type { RunRecord } from "./run-record.ts";
import { readTokens, type Token } from "./tokens.ts";

/** One continuation of the prompt. Each update is another object; `tokens` is shared between them and only grows. */
export interface Column {
  readonly id: string;
  /** Names it beside others, such as `Seed 2`. */
  readonly label: string;
  /** The texts that differ from the form's in its request. */
  readonly overrides: FormValues;
  readonly prompt: string;
  /** True if the text begins with the prompt. */
  readonly hasEcho: boolean;
  /** The index of its choice in the response. */
  readonly index: number;
  /** The whole text after the prompt. */
  readonly text: string;
  /** Tokens that make up the text; undefined if the server gives no probabilities. */
  readonly tokens: Token[] | undefined;
  readonly finishReason?: string | undefined;
  readonly usage?: CompletionUsage | undefined;
  readonly isRunning: boolean;
  readonly record?: RunRecord | undefined;
  /** Says that something was left out of the request so that it would work. */
  readonly note?: string | undefined;
}

/** A choice of an event or of a whole completion. */
export interface ReceivedChoice {
  readonly index: number;
  readonly text: string;
  readonly finish_reason: string | null;
  readonly logprobs?: unknown;
}

/** Adds what an event says about a column's choice. */
export function addChoice(column: Column, choice: ReceivedChoice): Column {
  const text = column.text + choice.text;
  const finishReason = choice.finish_reason || column.finishReason;
  const tokens = column.tokens && addTokens(column.tokens, choice);
  return { ...column, text, tokens, finishReason };
}

/** Returns undefined as soon as some text has no tokens: half a text in colors would mislead. */
function addTokens(tokens: Token[], { text, logprobs }: ReceivedChoice): Token[] | undefined {
  const added = readTokens(text, logprobs);
  if (added) {
    for (const token of added) tokens.push(token);
    return tokens;
  }
  return text === "" ? tokens : undefined;
}

/** Gives the prompt of the request that continues a column: its own prompt, and the text so far. */
export function sentPrompt({ prompt, hasEcho, text }: Pick<Column, "prompt" | "hasEcho" | "text">): string {
  return hasEcho && text !== "" ? text : prompt + text;
}

/**
 * Cuts a column off at a token, for a run that continues from there.
 *
 * @param place - the position of the token.
 * @param replacement - the token's place is filled with this one.
 */
export function cutColumn(column: Column, place: number, replacement: Token): Column {
  const tokens = [...(column.tokens ?? []).slice(0, place), replacement];
  return { ...column, tokens, text: tokens.map(({ text }) => text).join("") };
}
