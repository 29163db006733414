/** The prompt and the credential that every contender sends. */
export const prompt = "Once upon a time";
export const token = "abcde12345";

/** Creates, for a server's base URL, a function that sends one call and returns the completion's id. */
export type CreateCaller = (baseUrl: string) => () => Promise<string | undefined>;
