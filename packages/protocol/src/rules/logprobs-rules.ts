import type { Choices } from "@completions-api/types";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import { expectThat } from "./broken-rule.ts";
import type { CompletionRule } from "./completion-rules.ts";
import { readTokenBytes } from "./token-bytes.ts";

const echoBeginsText: CompletionRule = ({ prompts, n, echo }, { choices }) => {
  if (!echo) return;
  for (const [position, { text }] of choices.entries()) {
    const prompt = prompts[Math.floor(position / n)];
    if (typeof prompt !== "string") continue;
    expectThat(
      // Servers whose texts are UTF-8 read half a character as U+FFFD.
      text.startsWith(prompt) || text.startsWith(replaceHalves(prompt)),
      "echo-begins-text",
      `text that begins with ${JSON.stringify(prompt)}`,
      text,
    );
  }
};

/** Reads a half of a surrogate pair as UTF-8 does, which has none. */
function replaceHalves(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\uFFFD");
}

const logprobsWhenAsked: CompletionRule = (request, { choices }) => {
  const { prompts, n, echo, logprobs: asked } = request;
  for (const [position, choice] of choices.entries()) {
    const { logprobs } = choice;
    const expected = asked === undefined ? "logprobs null" : "an object logprobs";
    expectThat(Boolean(logprobs) === (asked !== undefined), "logprobs-when-asked", expected, logprobs);
    if (!logprobs || asked === undefined) continue;
    checkLists(logprobs);
    const prompt = prompts[Math.floor(position / n)];
    checkTokens(choice, logprobs, {
      mayBeStopped: request.stop.length > 0,
      ...(echo && typeof prompt === "object" && { promptTokens: prompt.length }),
    });
    const beginsUnscored = echo && prompt?.length !== 0;
    for (const place of logprobs.tokens.keys()) checkPlace(logprobs, place, asked, beginsUnscored);
  }
};

function checkLists({ tokens, token_logprobs, top_logprobs, text_offset }: CompletionLogprobs): void {
  const lengths = [tokens, token_logprobs, top_logprobs, text_offset].map(({ length }) => length);
  expectThat(new Set(lengths).size === 1, "logprobs-fit-text", "equally long lists of logprobs", lengths);
}

/** Checks that the tokens add up to the text, and where each of them begins. */
function checkTokens(
  choice: Choices,
  { tokens, text_offset }: CompletionLogprobs,
  { mayBeStopped, promptTokens }: { readonly mayBeStopped: boolean; readonly promptTokens?: number },
): void {
  const { finish_reason } = choice;
  // Tokens are UTF-8, which has no half of a surrogate pair. An echoed prompt may have one.
  const text = replaceHalves(choice.text);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let joined = "";
  /** The number of characters of `joined`. To count them for each token again would take minutes for a text of 1 MB. */
  let characters = 0;
  let beforeLast = "";
  const append = (part: string) => {
    joined += part;
    characters += Array.from(part).length;
  };
  for (const [place, token] of tokens.entries()) {
    const bytes = readTokenBytes(token);
    // A token that does not continue a character ends the one before it, even if that is incomplete. So does the end of an
    // echoed prompt.
    const continues = continuesCharacter(bytes) && place !== promptTokens;
    if (!continues) append(decoder.decode());
    beforeLast = joined;
    // A byte that ends a character is in that character; one that only ends a broken character is in one of its own.
    const ended = continues ? decoder.decode(bytes.subarray(0, 1), { stream: true }) : "";
    append(ended);
    const offset = characters - (ended === "" ? 0 : 1);
    expectThat(
      text_offset[place] === offset,
      "logprobs-fit-text",
      `text_offset ${offset} for token ${place}`,
      text_offset[place],
    );
    append(decoder.decode(continues ? bytes.subarray(1) : bytes, { stream: true }));
  }
  append(decoder.decode());
  // A text may end inside its last token, or be followed by a token for its end. Its last character may be incomplete.
  const rest = joined.slice(text.length).replace(/^\uFFFD/, "");
  const mayHaveRest = finish_reason !== "length" && text.startsWith(beforeLast.replace(/\uFFFD$/, ""));
  const isCut = finish_reason === "content_filter" || (finish_reason === "stop" && mayBeStopped);
  const lacksCutToken = isCut && text.startsWith(joined.replace(/\uFFFD$/, ""));
  const fits = lacksCutToken || (joined.startsWith(text) && (rest === "" || mayHaveRest));
  expectThat(fits, "logprobs-fit-text", `tokens that join to ${JSON.stringify(text)}`, tokens);
}

function continuesCharacter([first = 0]: Uint8Array): boolean {
  return first >= 0x80 && first < 0xc0;
}

/** Checks the log probabilities at one place of a text. */
function checkPlace(
  { tokens, token_logprobs, top_logprobs }: CompletionLogprobs,
  place: number,
  asked: number,
  beginsUnscored: boolean,
): void {
  const token = tokens[place] ?? "";
  const logprob = token_logprobs[place] ?? null;
  const top = top_logprobs[place] ?? null;
  const at = `for token ${place}, ${JSON.stringify(token)}`;
  const isUnscored = place === 0 && beginsUnscored;
  expectThat(
    (logprob === null) === isUnscored,
    "logprobs-first-is-null",
    `${isUnscored ? "null" : "a log probability"} ${at}`,
    logprob,
  );
  expectThat(
    (top === null) === isUnscored,
    "logprobs-first-is-null",
    `${isUnscored ? "null" : "top_logprobs"} ${at}`,
    top,
  );
  if (logprob === null || top === null) return;
  const values = Object.values(top);
  // V8 may read a name that begins with an escape, such as `"\""`, as a backslash (https://github.com/nodejs/node/issues/63785).
  const isListed = top[token] === logprob || top["\\"] === logprob;
  expectThat(
    isListed,
    "logprobs-when-asked",
    `the log probability ${logprob} among the top_logprobs ${at}`,
    top,
  );
  expectThat(
    values.length <= asked + 1,
    "logprobs-when-asked",
    `at most ${asked + 1} top_logprobs ${at}`,
    top,
  );
  // The token is added to the likeliest ones only if it is less likely than all of them.
  const isAdded = values.length > asked;
  expectThat(
    !isAdded || Math.min(...values) === logprob,
    "logprobs-when-asked",
    `likelier tokens than the one ${at}`,
    top,
  );
  const sum = values.reduce((total, value) => total + Math.exp(value), 0);
  expectThat(sum < 1 + 1e-6, "logprobs-when-asked", `probabilities of at most 1 in total ${at}`, sum);
}

/** The rules for completions that only the face for OpenAI's clients has. */
export const logprobsRules: readonly CompletionRule[] = [echoBeginsText, logprobsWhenAsked];
