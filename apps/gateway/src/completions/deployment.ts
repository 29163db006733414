import type { Generate, OptionalParameter } from "../backends/backend.ts";

/** A deployment, as a request's `azureml-model-deployment` names it. */
export interface Deployment {
  readonly name: string;
  /** The response's `model`. */
  readonly model: string;
  /** Its kind of engine, as the configuration names it. */
  readonly engine?: string;
  /** Known parameters that it supports only at their defaults. */
  readonly unsupported: ReadonlySet<OptionalParameter>;
  /** The extra parameters that may pass. Absent: all. */
  readonly extraParameters?: ReadonlySet<string>;
  /** Tokens that a prompt and its completion may have together, if that is known. */
  readonly contextLength?: number;
  /** Prompts that a request may have. Absent: any number. */
  readonly maxPrompts?: number;
  /** True if it has a cache. */
  readonly isCached?: boolean;
  readonly generate: Generate;
}

/** The deployments of a gateway. */
export interface Deployments {
  readonly byName: ReadonlyMap<string, Deployment>;
  /** For requests that name none. */
  readonly default: Deployment;
}
