import type { CompletionFinishReason } from "@completions-api/types";
import type { StreamFault } from "../faults.ts";
import type { CompletionCall } from "../mock-operation.ts";
import type { Latency } from "../timing.ts";

/** What the mock answers a request with. A string is the text of every choice. */
export type Answer = string | CompletionAnswer | GenerateAnswer | ExampleAnswer | ErrorAnswer | InvalidAnswer;

/** An answer in code, which may depend on the request. */
export type CodeAnswer = Answer | ((call: CompletionCall) => Answer | Promise<Answer>);

interface AnswerOptions {
  /** How long the answer takes. By default as long as `latency` of the mock says. */
  readonly latency?: Latency;
  /** Breaks the answer. */
  readonly fault?: StreamFault;
}

/** A completion whose text is given. It ends early at a stop sequence of the request and at its `max_tokens`. */
export interface CompletionAnswer extends AnswerOptions {
  /** The text of every choice, or one text for each choice, in their order. It is split into words, one token each. */
  readonly text?: string | readonly string[];
  /** The tokens of every choice, instead of `text`. */
  readonly tokens?: readonly (string | ScriptedToken)[];
  /** The finish reason of every choice that neither a stop sequence nor `max_tokens` ends. By default `stop`. */
  readonly finishReason?: CompletionFinishReason;
  /** The usage. By default the tokens are counted. */
  readonly usage?: { readonly promptTokens?: number; readonly completionTokens?: number };
}

/** A token whose time and log probability are given, too. */
export interface ScriptedToken {
  readonly text: string;
  /** Milliseconds to wait before this token. */
  readonly after?: number;
  /** The log probability, at most 0. By default 0. */
  readonly logprob?: number;
  /** The log probabilities of other tokens in its place. */
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

/** An error of the contract. */
export interface ErrorAnswer extends Pick<AnswerOptions, "latency"> {
  readonly status: number;
  /** The error code. By default the first one of the status. */
  readonly code?: string;
  readonly message?: string;
  /** The parameter, header or property at fault. */
  readonly param?: string;
  /** Seconds in the `Retry-After` header. */
  readonly retryAfter?: number;
}

/** A response that breaks the contract on purpose. It is sent as it is. */
export interface InvalidAnswer extends AnswerOptions {
  readonly invalid: true;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent unchanged, anything else as JSON. */
  readonly body?: unknown;
  /** The data of events, instead of `body`. A string is sent unchanged, anything else as JSON. */
  readonly events?: readonly unknown[];
}
