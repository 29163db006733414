import type { CreateCompletionRequest, CreateCompletionResponse } from "@completions-api/types";

/**
 * Holds a completion to a rule that no schema can state. The request has its defaults applied.
 *
 * @throws ContractViolation
 */
export type CompletionRule = (request: CreateCompletionRequest, completion: CreateCompletionResponse) => void;
