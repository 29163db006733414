import type { Delta, FinalDelta, TextDelta } from "@completions-api/engine";
import type { CancellationSignal } from "@completions-api/http";
import type { Generate, Generation, GenerationRequest } from "../../src/backends/backend.ts";
import { requestFor } from "./test-engine.ts";

export const delta: TextDelta = { index: 0, text: "word ", tokens: 1, finishReason: null };
export const finalDelta: FinalDelta = {
  index: 0,
  text: "",
  tokens: 1,
  finishReason: "stop",
  promptTokens: 3,
};

export const request: GenerationRequest = requestFor("Say it", { maxTokens: 16 });

/** An engine whose generations the test controls step by step. */
export class ControlledEngine {
  /** The generations in the order of their requests. */
  readonly runs: ControlledGeneration[] = [];

  get latest(): ControlledGeneration {
    const run = this.runs.at(-1);
    if (run === undefined) throw new Error("There was no request yet.");
    return run;
  }

  readonly generate: Generate = (_request, signal) => {
    const run = new ControlledGeneration(signal);
    this.runs.push(run);
    return run.begun.promise;
  };
}

/** A generation that the test controls. */
export class ControlledGeneration implements AsyncIterableIterator<readonly Delta[]> {
  readonly signal: CancellationSignal;
  readonly begun: PromiseWithResolvers<Generation> = Promise.withResolvers();
  /** True once it has ended, failed or been aborted, or its consumer has stopped. */
  isOver = false;
  #results: (() => Promise<IteratorResult<readonly Delta[]>>)[] = [];
  #wanted: PromiseWithResolvers<IteratorResult<readonly Delta[]>> | undefined;

  constructor(signal: CancellationSignal) {
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
