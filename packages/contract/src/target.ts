/** What some servers can be made to do and others cannot. */
export type Capability =
  | "prefer"
  | "examples"
  | "deterministic"
  | "fingerprint"
  | "any-token"
  | "known-tokens";

/** What a server does that has a capability. */
export const capabilities: Readonly<Record<Capability, string>> = {
  prefer: "obeys the header `Prefer` as the mock does, so that it fails on demand",
  examples:
    "has the deployment of the spec's example, and answers the request of each example with its response",
  deterministic:
    "gives the same text for the same seed and parameters, and whatever the seed where sampling is greedy",
  fingerprint: "says in `system_fingerprint` which set-up it answers with",
  "any-token": "accepts every bearer token",
  "known-tokens": "accepts no bearer token but those that it knows",
};

/** A server to hold against the contract. */
export interface Target {
  /** Where the server is, without `/completions`: `http://127.0.0.1:4010`. */
  readonly baseUrl: string;
  /** A bearer token that the server accepts. It appears in no result. */
  readonly token: string;
  /** Cases that need others are skipped. */
  readonly capabilities: readonly Capability[];
}

/** A target, for the time that a case runs on it. */
export interface RunningTarget extends Target {
  /** Aborted when the case's time is up. */
  readonly signal: AbortSignal;
}
