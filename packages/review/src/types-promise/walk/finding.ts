import type ts from "typescript";
import type { Json } from "../../model/json.ts";
import type { Origin } from "../../model/origin.ts";
import type { SideName } from "../compiler.ts";
import type { Place } from "../places/place.ts";

/** Callers write values for requests; readers take the values of responses apart. */
export type TypeDirection = "request" | "response";

/** A type that both sides have, and the way to it in code. */
export interface TypePair {
  readonly base: TypeSide;
  readonly head: TypeSide;
  /** The type as code writes it, such as `components["schemas"]["Choices"]["text"]`. Both sides understand it. */
  readonly expression: string;
}

export interface TypeSide {
  readonly type: ts.Type;
  readonly place: Place | undefined;
}

/** State that every step of a comparison of types needs. */
export interface WalkContext {
  readonly checker: ts.TypeChecker;
  readonly direction: TypeDirection;
  /** The names of object types in `components`. */
  readonly names: Readonly<Record<SideName, ReadonlyMap<ts.Type, string>>>;
  /** Compares the types of a part. */
  compare(pair: TypePair): readonly TypeFinding[];
}

/** A difference between types that may break code. */
export interface TypeFinding {
  readonly rule: string;
  readonly pointer: string;
  readonly baseOrigin: Origin | undefined;
  readonly headOrigin: Origin | undefined;
  readonly keyword?: string;
  readonly sentence: string;
  readonly base: Json | undefined;
  readonly head: Json | undefined;
  /** The type that the code is about. Code whose type the head does not know shows nothing. */
  readonly expression: string | undefined;
  /** Code, the best first, that compiles against the base and perhaps not against the head. */
  readonly codes: readonly string[];
  /** True if the difference is none unless code shows it. */
  readonly isGuess: boolean;
}
