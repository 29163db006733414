/** What each contender asks for, and its key. */
export const prompt = "Once upon a time";
export const token = "abcde12345";

/** Takes the address of a server, and returns what sends it a call, and gives the completion's id. */
export type CreateCaller = (baseUrl: string) => () => Promise<string | undefined>;
