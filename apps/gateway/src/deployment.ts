import type { createCompletionRequestParameters } from "@completions-api/validators";
import type { Generate } from "./engines/generate.ts";

/** A known parameter that a request may leave out. */
export type OptionalParameter = Exclude<(typeof createCompletionRequestParameters)[number], "prompt">;

/** What a request's `azureml-model-deployment` may name. */
export interface Deployment {
  readonly name: string;
  /** The response's `model`. */
  readonly model: string;
  /** Known parameters that it does not support, other than at their defaults. */
  readonly unsupported: ReadonlySet<OptionalParameter>;
  /** Tokens that a prompt and its completion may have together, where that is known. */
  readonly contextLength?: number;
  /** Prompts that a request may have; any number where absent. */
  readonly maxPrompts?: number;
  readonly generate: Generate;
}
