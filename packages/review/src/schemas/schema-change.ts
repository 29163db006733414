import type { Json } from "../model/json.ts";
import type { Origin } from "../model/origin.ts";

/** The party whose schema is compared: callers send requests to the head, and readers of the base get responses. */
export type SchemaDirection = "request" | "response";

/** One difference between two schemas, and what it does to those who rely on the older one. */
export interface SchemaChange {
  /** Kebab-case id of the kind of change, such as `maximum-lowered`. */
  readonly rule: string;
  /** The way from the schema's root, such as `["properties", "temperature", "maximum"]`. */
  readonly path: readonly string[];
  /** Origin of the schema at the path, or of the one around it. */
  readonly baseOrigin?: Origin;
  readonly headOrigin?: Origin;
  /** The keyword in the schema at the origin, for its line. */
  readonly keyword?: string;
  readonly evidence: SchemaEvidence;
  readonly sentence: string;
  /** The changed part, in canonical form. */
  readonly base: Json | undefined;
  readonly head: Json | undefined;
  readonly addsFeature: boolean;
  readonly notes: readonly string[];
}

export type SchemaEvidence =
  /**
   * `value` is a value of the whole schema: fine before, not after. `reason` says why, as a sentence. `isExtra` is true if
   * an open object still accepts the value, and only the policy for extra parameters refuses it.
   */
  | { readonly effect: "broken"; readonly value: Json; readonly reason: string; readonly isExtra?: true }
  | { readonly effect: "kept"; readonly proof: string }
  | { readonly effect: "unknown"; readonly tried: string };
