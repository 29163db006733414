import type { CompletionFinishReason } from "@completions-api/types";
import type { OptionalParameter } from "../backend.ts";

/** The differences between a server and OpenAI's completions API, as a table. */
export interface Dialect {
  /** Parameters that the server supports only at their defaults: it refuses any other value, or ignores it. They are never sent. */
  readonly unsupported: ReadonlySet<OptionalParameter>;
  /** Known parameters that the server refuses at one value, although it assumes that value for a missing parameter. */
  readonly leftOutAt?: Readonly<Partial<Record<OptionalParameter, number>>>;
  /** The server takes seeds from 0 to below this number. Other seeds are wrapped into the range. Absent: any seed. */
  readonly seeds?: number;
  /**
   * The extra parameters that may pass, unless the deployment lists others. They change how a token is chosen, or how the text is
   * written, and cost the server next to nothing. Not among them are those that
   *
   * - make a request longer than `max_tokens` and its prompts say, or hold its end back: `min_tokens`, `ignore_eos`;
   * - let it overtake other requests, or meddle with them: `priority`, `request_id`, `session_id`, `id_slot`;
   * - make the server compile, search or allocate: grammars, regular expressions and JSON schemas (which have crashed servers),
   *   `bad_words`, `repeat_last_n`;
   * - make the response many times as long: `prompt_logprobs`, `return_hidden_states`;
   * - have texts and tokens that the content filter and the limits do not see, or files and code;
   * - concern how the servers work together: `kv_transfer_params`, `bootstrap_host`.
   */
  readonly extraParameters: ReadonlySet<string>;
  /**
   * Values that switch off the samplers which the server otherwise applies besides `temperature` and `top_p`: by its own defaults,
   * by those of its command line, or by those of the model's files. An extra parameter of the same name replaces the value.
   */
  readonly neutralSamplers?: Readonly<Record<string, number>>;
  /** Further properties of every body. A `model` here replaces the deployment's. */
  readonly fixed?: Readonly<Record<string, string | boolean>>;
  /** The least `max_tokens` that the server takes, even with `echo`. By default 0. */
  readonly leastTokens?: 1;
  /** True if the server takes prompts as tokens. */
  readonly tokenPrompts: boolean;
  /** True if the server takes empty prompts. */
  readonly emptyPrompts: boolean;
  /** The most prompts in a request, for `split`. */
  readonly promptsPerRequest: number;
  /**
   * The place of the usage in a stream:
   *
   * - `asked`: in an event of its own, and only if `stream_options` asks for it;
   * - `each-choice`: in the last event of each choice, for that choice;
   * - `last-event`: in the very last event.
   */
  readonly streamUsage: "asked" | "each-choice" | "last-event";
  /**
   * The requests whose generation the server is known to stop when its client disconnects: `streams`, or `always`, which
   * includes requests without `stream`. By default none. Servers without `always` are asked for a stream whether or not the
   * caller wants one.
   */
  readonly stopsWhenLeft?: "streams" | "always";
  /**
   * Set if the server's streams may lack what its whole completions have: the indexes of several choices, log probabilities, or
   * other properties of choices. Requests for these are streamed only if the caller wants a stream.
   */
  readonly streamsPlainTextOnly?: true;
  /**
   * Set if the server ends a text that repeats itself without a finish reason and without usage, and a stream also without
   * `[DONE]`.
   */
  readonly endsRepetition?: true;
  /**
   * Set if the server may be one that gives all choices of a stream the index 0, and reports the usage of the first only. Several
   * choices are then held back until a second one appears.
   */
  readonly mayConfuseChoices?: true;
  /** Set if the server may be one that looks for stop sequences in an echoed prompt, too, and ends the text there. */
  readonly mayStopInPrompt?: true;
  /** The meanings of the server's finish reasons. Any other reason is a failure. */
  readonly finishReasons: ReadonlyMap<string, CompletionFinishReason>;
  /** Finish reasons whose event in a stream has the text of a token that is not part of the completion. */
  readonly endTokens?: ReadonlySet<string>;
  /** Set if the server speaks this contract: it then has versions, deployments and a policy for extra parameters. */
  readonly contract?: { readonly apiVersion: string };
}
