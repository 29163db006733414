import type { FaceName } from "../faces/face-name.ts";
import type { CompletionCall } from "../mock-operation.ts";
import type { Answer, CodeAnswer } from "./answer.ts";

/** The requests that a reply answers: those that fit all of these. Without any, every request for a completion. */
export interface ReplyMatcher<Prompt = PromptPattern, Header = string> {
  /** Fits if one of the request's prompts does. */
  readonly prompt?: Prompt;
  /** The deployment or, under `/v1/`, the model. */
  readonly deployment?: string;
  /** Values of headers, by name in any case. */
  readonly headers?: Readonly<Record<string, Header>>;
  readonly face?: FaceName;
  /** Values of parameters of the body, after the defaults are applied. An object fits if the properties that it has do. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** A pattern for prompts that JSON can express. A string or a list of tokens is the whole prompt. */
export type PromptPattern =
  | string
  | readonly number[]
  | { readonly includes: string }
  | { readonly matches: string; readonly flags?: string };

/** A matcher in code, which also takes regular expressions and functions. */
export interface CodeReplyMatcher
  extends ReplyMatcher<PromptPattern | RegExp | ((prompt: string) => boolean), string | RegExp> {
  /** Fits if the function returns true. */
  readonly matches?: (call: CompletionCall) => boolean;
}

/** A reply as scripts and requests define it: which requests it answers, with what, and how often. */
export interface ReplyDefinition<Matcher = ReplyMatcher, GivenAnswer = Answer> {
  /** A name for error messages and the journal. */
  readonly name?: string;
  /** By default every request. */
  readonly when?: Matcher;
  /** One answer, or a sequence: one answer for each request, and the last one from then on. */
  readonly answer: GivenAnswer | readonly GivenAnswer[];
  /** The number of requests that it answers at most. By default there is no limit. */
  readonly times?: number;
}

/** A reply as code defines it. */
export type CodeReplyDefinition = ReplyDefinition<CodeReplyMatcher, CodeAnswer>;
