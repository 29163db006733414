import type { FaceName } from "../faces/face.ts";
import type { Outcome } from "../results.ts";

/** The outcome that a case is expected to have. */
export interface Expected {
  readonly outcome: Outcome;
  /** Why the case does not pass, in the words of a person. */
  readonly reason?: string;
  /** The URL of the issue about it. */
  readonly issue?: string;
}

/** The outcomes that a server's cases are expected to have. */
export interface Expectations {
  /** By default, the face is not checked. */
  readonly face?: FaceName;
  /** By the ids of the cases. */
  readonly cases: ReadonlyMap<string, Expected>;
}
