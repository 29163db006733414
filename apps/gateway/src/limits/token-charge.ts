/** Decides how many of its caller's tokens a request has used, if its generation breaks off. */
export class TokenCharge {
  /**
   * - `waiting`: no engine has it.
   * - `cached`: a cache has answered it.
   * - `begun`: an engine has it, or has completed or failed it.
   * - `left`: it was broken off. Its engine has stopped, and all that it generated has arrived.
   * - `open`: it was broken off. Its engine may have generated more than has arrived, and may go on.
   */
  state: "waiting" | "cached" | "begun" | "left" | "open" = "waiting";
  /** The tokens of completions that have arrived, but are kept until the end of the generation. */
  kept = 0;

  readonly #reserved: number;
  readonly #promptTokens: number;

  /**
   * @param reserved - the most tokens to charge, unless the engine says that it has used more.
   * @param promptTokens - the tokens of the prompts, as an estimate.
   */
  constructor(reserved: number, promptTokens: number) {
    this.#reserved = reserved;
    this.#promptTokens = promptTokens;
  }

  /**
   * Returns the tokens to charge.
   *
   * @param used - the tokens of prompts and completions that are known from what was passed on.
   */
  settle(used: number): number {
    switch (this.state) {
      case "cached":
        return 0;
      case "waiting":
      case "begun":
        return used;
      case "left":
        return Math.max(used, Math.min(this.#reserved, this.#promptTokens + this.kept));
      case "open":
        return Math.max(used, this.#reserved);
    }
  }
}
