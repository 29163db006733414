import type { FaceName } from "./faces/face.ts";

/** An ability that only some servers have. */
export type Capability =
  | "prefer"
  | "examples"
  | "deterministic"
  | "fingerprint"
  | "any-token"
  | "known-tokens";

/** The behavior of a server with each capability. */
export const capabilities: Readonly<Record<Capability, string>> = {
  prefer: "obeys the header `Prefer` as the mock does, so that it fails on demand",
  examples:
    "has the deployment of the spec's example, and answers the request of each example with its response",
  deterministic:
    "generates the same text for the same seed and parameters, and for every seed if sampling is greedy",
  fingerprint: "returns `system_fingerprint`, which identifies its configuration",
  "any-token": "accepts every bearer token",
  "known-tokens": "accepts only the bearer tokens that it knows",
};

/** A server to test. */
export interface Target {
  /**
   * The URL of the server without `/completions`, for example `http://127.0.0.1:4010`, or `http://127.0.0.1:4010/v1` for
   * the face for OpenAI's clients.
   */
  readonly baseUrl: string;
  /** The face to test. By default `completions`, the API's own. */
  readonly face?: FaceName;
  /** A bearer token that the server accepts. A token of 8 characters or more is hidden in results. */
  readonly token: string;
  /** Cases that need any other capability are skipped. */
  readonly capabilities: readonly Capability[];
}

/** The target of one running case. */
export interface CaseTarget extends Target {
  readonly face: FaceName;
  /** Aborted when the case's time is up. */
  readonly signal: AbortSignal;
}
