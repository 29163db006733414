/**
 * The most choices that one prompt can have. A request can have hundreds of thousands of prompts, and its reasons stay in memory until the
 * span has been sent.
 */
const mostReasons = 128;

/** The finish reasons of the choices of a request, in the order in which they end, for `gen_ai.response.finish_reasons`. */
export class FinishReasons {
  readonly #reasons: string[] = [];

  /** Adds the reason of a choice. Ignored after the first 128, and if the choice has not ended. */
  add(reason: string | null): void {
    if (reason !== null && this.#reasons.length < mostReasons) this.#reasons.push(reason);
  }

  /** The attribute, if a choice has ended. */
  describe(): { "gen_ai.response.finish_reasons"?: string[] } {
    return this.#reasons.length > 0 ? { "gen_ai.response.finish_reasons": this.#reasons } : {};
  }
}
