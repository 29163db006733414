/** What every error of this client is. What a caller did wrong in code, such as reading a stream twice, is a TypeError. */
export abstract class CompletionsError extends Error {}
