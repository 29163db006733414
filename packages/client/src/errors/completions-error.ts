/** What every error of this client is. What a caller did wrong in code, such as reading a stream twice, is a TypeError. */
// Its heirs declare what their constructors set: a field that begins as undefined is in the bundle for nothing.
export abstract class CompletionsError extends Error {}
