/**
 * A prompt without a likely completion, so that sampled texts are hardly ever equal by luck. Many models know the sentences of
 * a book by heart.
 */
export const openPrompt = "Some words at random:";

/** A request that every server answers, with the fewest tokens. */
export const briefBody: object = { prompt: openPrompt, max_tokens: 1 };
