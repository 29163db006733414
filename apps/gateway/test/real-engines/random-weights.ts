// llama.cpp's model has random weights, for which a penalty of 2 is little, and many tokens without text.

/** The cases that its texts may leave undecided. */
export const undecided: readonly string[] = [
  "choices-differ",
  "max-tokens-default",
  "presence-penalty-effect",
  "seed-repeats",
];

/** The cases that end otherwise in front of it: how, and what they say. */
export const others: Readonly<Record<string, RegExp>> = {
  // A streamed text that ends like the beginning of a stop sequence lacks its last token, which the gateway cannot know. See
  // https://github.com/ggml-org/llama.cpp/pull/15007.
  "stop-almost-met": /^failed: expected the texts/,
  // A model of random weights writes what it likes.
  "end-token-is-no-text": /^inconclusive/,
  "streamed-characters-are-whole": /^inconclusive/,
  "usage-counts-no-characters": /^inconclusive/,
};
