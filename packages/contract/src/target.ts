import type { Budget } from "./budget.ts";
import type { FaceName } from "./faces/face.ts";
import type { Recorder } from "./http/recorder.ts";

/** An ability that only some servers have. */
export type Capability =
  | "prefer"
  | "examples"
  | "greedy-repeats"
  | "seeds-repeat"
  | "fingerprint"
  | "several-prompts"
  | "token-prompts"
  | "logprobs"
  | "any-token"
  | "known-tokens";

/** The behavior of a server with each capability. */
export const capabilities: Readonly<Record<Capability, string>> = {
  prefer: "obeys the header `Prefer` as the mock does, so that it fails on demand",
  examples:
    "has the deployment of the spec's example, and answers the request of each example with its response",
  "greedy-repeats": "generates the same text for the same request if sampling is greedy",
  "seeds-repeat": "generates the same text for the same seed and parameters",
  fingerprint: "returns `system_fingerprint`, which identifies its configuration",
  "several-prompts": "completes several prompts in one request",
  "token-prompts": "completes prompts of tokens",
  logprobs: "returns log probabilities to OpenAI's clients",
  "any-token": "accepts every bearer token",
  "known-tokens": "accepts only the bearer tokens that it knows",
};

/** The names of all capabilities. */
export const capabilityNames: readonly Capability[] = Object.keys(capabilities).filter(isCapability);

/** Finds out if a text is the name of a capability. */
export function isCapability(name: string): name is Capability {
  return Object.hasOwn(capabilities, name);
}

/** A server to test. */
export interface Target {
  /**
   * The URL of the server without `/completions`, for example `http://127.0.0.1:4010`, or `http://127.0.0.1:4010/v1` for
   * the face for OpenAI's clients.
   */
  readonly baseUrl: string;
  /** The face to test. By default `completions`, the API's own. */
  readonly face?: FaceName;
  /**
   * A bearer token that the server accepts. A token of 8 characters or more is hidden in results. By default, requests have no
   * `Authorization` header.
   */
  readonly token?: string | undefined;
  /** Headers of each request that does not state its own. Names are in lower case. Their values are not hidden in results. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The value of `model` in each request to the face `openai` that does not state its own. */
  readonly model?: string;
  /** The value of `azureml-model-deployment` in each request to the face `completions` that does not state its own. */
  readonly deployment?: string;
  /**
   * The server's capabilities. By default, they are found by asking. Cases that need any other capability are not
   * applicable.
   */
  readonly capabilities?: readonly Capability[];
}

/** The target of one running case. */
export interface CaseTarget extends Target {
  readonly face: FaceName;
  /** Aborted when the run ends early. */
  readonly signal: AbortSignal;
  /** The time limit of each request, in milliseconds. By default there is none. */
  readonly timeout?: number;
  /** Keeps what the case sends and receives. */
  readonly recorder: Recorder;
  /** The requests and tokens that the run may use. By default any number. */
  readonly budget?: Budget;
}
