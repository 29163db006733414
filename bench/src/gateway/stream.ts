/** Events of a stream, each of one token, before its `[DONE]`. */
export const eventCount = 64;
/** Milliseconds between two events of a stream that is paced. */
export const pace = 5;
