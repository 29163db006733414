import type { Json } from "./json.ts";
import type { SourcePosition } from "./spec-document.ts";

/** The promises of a spec to the people who rely on it. */
export const promises = ["wire", "stream", "behaviour", "types"] as const;
export type PromiseName = (typeof promises)[number];

/** The effect of a change on a promise. Anything that is neither proven nor refuted is unknown, and counts as broken. */
export type Effect = "broken" | "kept" | "unknown";

/** Why an effect is what it is. */
export type Evidence =
  | { readonly effect: "broken"; readonly witness: Witness }
  /** `proof` is a phrase, such as "every value that was valid still is". */
  | { readonly effect: "kept"; readonly proof: string }
  /** `tried` is a phrase, such as "neither contains the other, and 400 values showed no difference". */
  | { readonly effect: "unknown"; readonly tried: string };

/** Something concrete that was fine before a change and is not after it. */
export type Witness = RequestWitness | ResponseWitness | EventWitness | CodeWitness | MeaningWitness;

/** A request that the base accepts and the head refuses. */
export interface RequestWitness {
  readonly kind: "request";
  readonly request: WitnessRequest;
  /** Why the head refuses it, as a sentence. */
  readonly reason: string;
  /** The answers of mocks of both specs. Absent if the request was not sent. */
  readonly exchange?: Exchange;
}

export interface WitnessRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined if the request has no body. */
  readonly body: Json | undefined;
}

export interface Exchange {
  /** A line to paste into a shell. */
  readonly curl: string;
  readonly base: WitnessAnswer;
  readonly head: WitnessAnswer;
}

export interface WitnessAnswer {
  readonly status: number;
  /** The body, cut at 500 characters. */
  readonly body: string;
}

/** A response that the head allows and the base does not. */
export interface ResponseWitness {
  readonly kind: "response";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined if what differs is not in the body. */
  readonly body: Json | undefined;
  /** Why a reader of the base does not expect it, as a sentence. */
  readonly reason: string;
}

/** The data of an event that the head allows and the base does not. */
export interface EventWitness {
  readonly kind: "event";
  readonly data: Json;
  readonly reason: string;
}

/** TypeScript that compiles against the types of the base and not against those of the head. */
export interface CodeWitness {
  readonly kind: "code";
  readonly code: string;
  /** The compiler's message against the head. */
  readonly reason: string;
}

/** A request that both accept but understand differently, or a rule that no schema states. */
export interface MeaningWitness {
  readonly kind: "meaning";
  /** Absent if the change is about no single request. */
  readonly request?: WitnessRequest;
  /** The base's statement, as a sentence or a value. */
  readonly base: string;
  readonly head: string;
}

/** The party that a change concerns: those who send requests, or those who read responses. */
export type Direction = "request" | "response" | "both";

/** One change of a spec. */
export interface Change {
  /** Kebab-case id of the kind of change, such as `maximum-lowered` or `request-property-removed`. */
  readonly rule: string;
  /** JSON pointer from the operation, with references inlined: the same wherever a schema is stored. */
  readonly pointer: string;
  readonly source: SourcePosition;
  readonly direction: Direction;
  /** The promises that the change concerns. At least one, except for changes that only add documentation. */
  readonly effects: Partial<Readonly<Record<(typeof promises)[number], Evidence>>>;
  /** One sentence that says what changed, with names and values. */
  readonly sentence: string;
  /** Facts that a caller should know beside the verdict. */
  readonly notes: readonly string[];
  /** The changed part in canonical form, before and after. Undefined where it does not exist. For the fingerprint. */
  readonly base: Json | undefined;
  readonly head: Json | undefined;
  /** True if the change adds something that callers or readers can use: it needs a minor version. */
  readonly addsFeature: boolean;
}
