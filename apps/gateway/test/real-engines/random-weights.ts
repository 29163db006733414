// llama.cpp's model has random weights, for which a penalty of 2 is little, and many tokens without text.

/**
 * The cases that fail if a streamed text happens to end like the beginning of a stop sequence: it lacks its last token, which the gateway
 * cannot know. See https://github.com/ggml-org/llama.cpp/pull/15007. Of 39 models with other weights, 6 failed the second, and 2 the third.
 */
export const stopsInStreams: readonly string[] = [
  "stop-almost-met",
  "stop-of-each-choice",
  "stop-in-prompt",
  "space-before-stop",
  "stop-across-events",
  "stop-inside-token",
];

/** The cases that its texts may leave undecided. */
export const undecided: readonly string[] = [
  "choices-differ",
  "max-tokens-default",
  "presence-penalty-effect",
  "seed-repeats",
];

/** The cases that may end otherwise in front of it: how, and what they say. */
export const others: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries(stopsInStreams.map((id) => [id, /^failed: expected the texts/])),
  // Of 4,768 requests, 16 lacked log probabilities: those of tokens that are parts of a character, which are held back until it is whole.
  // Random bytes seldom become one.
  "logprobs-of-each-token": /^failed: expected \d+ tokens, got \{"tokens":/,
  // A model of random weights writes what it likes.
  "end-token-is-no-text": /^inconclusive/,
  "streamed-characters-are-whole": /^inconclusive/,
  "usage-counts-no-characters": /^inconclusive/,
};
