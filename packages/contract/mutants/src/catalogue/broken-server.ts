import type { FaceName } from "../../../src/index.ts";
import type { Alteration } from "../proxy/alteration.ts";

/** A server that keeps the contract except for one fault. */
export interface BrokenServer {
  /** Unique, in kebab-case. */
  readonly id: string;
  /** The fault, as the predicate of a sentence about the server: "ignores it". */
  readonly title: string;
  /**
   * The element of a spec or the rule that the server breaks. Pointers into the operation that completes prompts are those
   * of the API's own face. For a fault of HTTP itself: the section of the RFC.
   */
  readonly breaks: string;
  /** The faces on which the server has this fault. By default both. */
  readonly faces?: readonly FaceName[];
  readonly alteration: Alteration;
}
