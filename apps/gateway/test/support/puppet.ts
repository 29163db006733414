import type { Delta, FinalDelta, TextDelta } from "@completions-api/engine";
import type { Generate, Generation, GenerationRequest } from "../../src/backends/backend.ts";
import { requestFor } from "./engine-request.ts";

export const delta: TextDelta = { index: 0, text: "word ", tokens: 1, finishReason: null };
export const finalDelta: FinalDelta = {
  index: 0,
  text: "",
  tokens: 1,
  finishReason: "stop",
  promptTokens: 3,
};

export const request: GenerationRequest = requestFor("Say it", { maxTokens: 16 });

/** An engine that does with each request what the test says, when it says so. */
export class Puppet {
  /** In the order in which they came. */
  readonly runs: Run[] = [];

  get latest(): Run {
    const run = this.runs.at(-1);
    if (run === undefined) throw new Error("Nothing was asked for yet.");
    return run;
  }

  readonly generate: Generate = (_request, signal) => {
    const run = new Run(signal);
    this.runs.push(run);
    return run.begun.promise;
  };
}

/** A generation under way. */
export class Run implements AsyncIterableIterator<readonly Delta[]> {
  readonly signal: AbortSignal;
  readonly begun: PromiseWithResolvers<Generation> = Promise.withResolvers();
  /** Whether it has ended, was aborted or left. */
  isOver = false;
  #results: (() => Promise<IteratorResult<readonly Delta[]>>)[] = [];
  #wanted: PromiseWithResolvers<IteratorResult<readonly Delta[]>> | undefined;

  constructor(signal: AbortSignal) {
    this.signal = signal;
    signal.addEventListener("abort", () => this.fail(signal.reason));
  }

  begin(): void {
    this.begun.resolve({ deltas: this });
  }

  send(...deltas: Delta[]): void {
    this.#give(() => Promise.resolve({ done: false, value: deltas }));
  }

  end(): void {
    this.isOver = true;
    this.#give(() => Promise.resolve({ done: true, value: undefined }));
  }

  fail(error: unknown): void {
    this.isOver = true;
    this.begun.reject(error);
    this.#give(() => Promise.reject(error));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<readonly Delta[]>> {
    const ready = this.#results.shift();
    if (ready) return ready();
    this.#wanted = Promise.withResolvers();
    return this.#wanted.promise;
  }

  async return(): Promise<IteratorResult<readonly Delta[]>> {
    this.isOver = true;
    return { done: true, value: undefined };
  }

  #give(result: () => Promise<IteratorResult<readonly Delta[]>>): void {
    if (this.#wanted) this.#wanted.resolve(result());
    else this.#results.push(result);
    this.#wanted = undefined;
  }
}
