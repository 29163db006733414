/** A request that every server refuses, in terms that each client has a name for. */
export interface ErrorRequest {
  readonly status: number;
  /** The sentence that the client's user must see. */
  readonly sentence: RegExp;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly headers: Readonly<Record<string, string>>;
}

const valid = { maxTokens: 8, temperature: 1, headers: {} };

export const errorRequests: readonly ErrorRequest[] = [
  { ...valid, status: 422, sentence: /temperature must be at most 2/, temperature: 3 },
  {
    ...valid,
    status: 404,
    sentence: /The deployment `whale` does not exist/,
    headers: { "azureml-model-deployment": "whale" },
  },
  {
    ...valid,
    status: 400,
    // A client may wrap the prompt in text of its own.
    sentence:
      /The prompt's \d+ tokens and max_tokens of 9000 exceed the model's maximum context length of 8192 tokens/,
    maxTokens: 9000,
  },
];
