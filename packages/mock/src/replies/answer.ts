import type { ContextOverflow } from "@completions-api/protocol";
import type { CompletionFinishReason } from "@completions-api/types";
import type { CompletionCall } from "../mock-operation.ts";
import type { StreamFault } from "../responses/faults.ts";
import type { Latency } from "../responses/timing.ts";

/** An answer of the mock to a request. A string is the text of every choice. */
export type Answer = string | CompletionAnswer | GenerateAnswer | ExampleAnswer | ErrorAnswer | InvalidAnswer;

/** An answer in code, which may depend on the request. */
export type CodeAnswer = Answer | ((call: CompletionCall) => Answer | Promise<Answer>);

interface AnswerOptions {
  /** The latency of the answer. By default that of the mock. */
  readonly latency?: Latency;
  /** Breaks the answer. */
  readonly fault?: StreamFault;
}

/** A completion whose text is given. It ends early at a stop sequence of the request and at its `max_tokens`. */
export type CompletionAnswer = TextAnswer | TokensAnswer;

interface CompletionOptions extends AnswerOptions {
  /**
   * The finish reason of every choice that neither a stop sequence nor `max_tokens` ends. By default `stop`. With `length`, the
   * usage counts `max_tokens` tokens, because the contract says so.
   */
  readonly finishReason?: CompletionFinishReason;
  /** The usage of the whole completion. By default the words of the prompts and the tokens of the choices are counted. */
  readonly usage?: { readonly promptTokens?: number; readonly completionTokens?: number };
}

/** A completion by its text, which is split into words: one token each, with the white space before it. */
export interface TextAnswer extends CompletionOptions {
  /** The text of every choice, or one text for each choice, in their order. */
  readonly text: string | readonly string[];
}

/** A completion by its tokens. */
export interface TokensAnswer extends CompletionOptions {
  /** The tokens of every choice. */
  readonly tokens: readonly (string | ScriptedToken)[];
}

/** A token whose time and log probability are given, too. */
export interface ScriptedToken {
  readonly text: string;
  /** Milliseconds to wait before this token. */
  readonly after?: number;
  /** The natural logarithm of its probability, at most 0. By default all that the alternatives leave: 0 without any. */
  readonly logprob?: number;
  /** The log probabilities of other tokens in its place, by their texts. */
  readonly alternatives?: Readonly<Record<string, number>>;
}

/** A completion by the mock's engine. */
export interface GenerateAnswer extends AnswerOptions {
  readonly generate: true;
}

/** An example of the spec. */
export interface ExampleAnswer extends AnswerOptions {
  /** The name of the example. */
  readonly example: string;
}

/** An error of the contract. Under `/v1/` it becomes the error that `docs/two-faces.md` lists beside it. */
export interface ErrorAnswer extends Pick<AnswerOptions, "latency"> {
  readonly status: number;
  /** The error code, by its name on either face. By default the first one of the status. */
  readonly code?: string;
  /** The message of the error. */
  readonly message?: string;
  /** The parameter, header or property at fault, such as `prompt[1]`. */
  readonly param?: string;
  /** The value at fault, for the `detail` of a 422. */
  readonly value?: unknown;
  /** Seconds in the `Retry-After` header. By default 0 for a 429, and no header otherwise. */
  readonly retryAfter?: number;
  /** The numbers that the message of a `context_length_exceeded` states. */
  readonly contextOverflow?: ContextOverflow;
}

/** A response that breaks the contract on purpose. It is sent byte for byte, and nothing checks it. */
export interface InvalidAnswer extends AnswerOptions {
  readonly invalid: true;
  readonly status?: number;
  /** By name. By default the content type of a completion. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent unchanged, anything else as JSON. */
  readonly body?: unknown;
  /** The parts of a stream, instead of `body`. A string is sent unchanged, anything else as an event with its JSON. */
  readonly events?: readonly unknown[];
}
