// The face of the API for OpenAI's clients. docs/two-faces.md says what differs.
export { type OpenAIResponseOptions, toOpenAIChunks, toOpenAICompletion } from "./completion.ts";
export { toOpenAIErrorBody, toOpenAIErrorResponse } from "./error-response.ts";
export { type OpenAIParameters, readOpenAIParameters } from "./parameters.ts";
export { sharedParameters, splitOpenAIParameters } from "./split-parameters.ts";
export { noDefaultModel, unknownModel } from "./unknown-model.ts";
