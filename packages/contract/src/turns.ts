/** Lets tasks run together, or one of them alone. */
export class Turns {
  readonly #running = new Set<Promise<unknown>>();
  /** Resolves when the task that runs alone, or is about to, has ended. */
  #alone: Promise<void> | undefined;

  /** Runs a task as soon as none runs alone. */
  async together<Result>(task: () => Promise<Result>): Promise<Result> {
    while (this.#alone !== undefined) await this.#alone;
    const running = task();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Runs a task once those that run have ended. Others wait for it. */
  async alone<Result>(task: () => Promise<Result>): Promise<Result> {
    while (this.#alone !== undefined) await this.#alone;
    const result = Promise.allSettled([...this.#running]).then(task);
    const end = (): void => {
      this.#alone = undefined;
    };
    this.#alone = result.then(end, end);
    return result;
  }
}
