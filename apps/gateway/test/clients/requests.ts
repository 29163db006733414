/** A request in terms that each client has a name for. */
export interface TestRequest {
  /** Instead of the model of the server. */
  readonly model?: string;
  readonly prompt: string;
  readonly maxTokens: number;
  readonly temperature: number;
}

/** The request that each client completes. Temperature 0 makes the text the same each time; not every client has `seed`. */
export const request: TestRequest = { prompt: "Call me", maxTokens: 4, temperature: 0 };

/** Requests that both servers refuse, with the sentence that the client's user must see. */
export const refusedRequests: readonly { readonly request: TestRequest; readonly sentence: RegExp }[] = [
  {
    request: { ...request, temperature: 3 },
    sentence: /temperature must be at most 2/,
  },
  {
    request: { ...request, model: "whale" },
    sentence: /The model `whale` does not exist/,
  },
  {
    request: { ...request, maxTokens: 9000 },
    sentence: /The prompt's \d+ tokens and max_tokens of 9000 exceed the model's maximum context length/,
  },
];
