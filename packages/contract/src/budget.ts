/** The limits of a run. */
export interface BudgetOptions {
  /** The most requests to send. By default any number. */
  readonly maxRequests?: number;
  /** The most tokens of prompts and completions, as the server counts them in `usage`. By default any number. */
  readonly maxTokens?: number;
  /** The requests and tokens that were used before the run. By default none. */
  readonly spent?: Pick<Budget, "requests" | "tokens">;
}

/** The budget of a run does not allow another request. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

/** Counts the requests and tokens of a run. */
export class Budget {
  readonly #options: BudgetOptions;
  #requests = 0;
  #tokens = 0;

  constructor(options: BudgetOptions) {
    this.#options = options;
    this.#requests = options.spent?.requests ?? 0;
    this.#tokens = options.spent?.tokens ?? 0;
  }

  /** The requests that were sent. */
  get requests(): number {
    return this.#requests;
  }

  /** The tokens that were used, or are reserved for requests in progress. */
  get tokens(): number {
    return this.#tokens;
  }

  /**
   * Takes a request out of the budget, and the most tokens that its completion can have.
   *
   * @returns a function to call with the tokens that were used.
   * @throws BudgetSpent if the budget does not suffice. Then nothing is taken.
   */
  take(tokens: number): (used: number) => void {
    const { maxRequests = Number.POSITIVE_INFINITY, maxTokens = Number.POSITIVE_INFINITY } = this.#options;
    if (this.#requests + 1 > maxRequests) {
      throw new BudgetSpent(`the run may not send more than ${maxRequests} requests`);
    }
    if (this.#tokens + tokens > maxTokens) {
      throw new BudgetSpent(`the run may not use more than ${maxTokens} tokens`);
    }
    this.#requests += 1;
    this.#tokens += tokens;
    return (used) => {
      this.#tokens += used - tokens;
    };
  }
}
