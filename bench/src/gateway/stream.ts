/** The events of a stream before its `[DONE]`, each with one token. */
export const eventCount = 64;
/** Milliseconds between two events of a paced stream. */
export const pace = 5;
