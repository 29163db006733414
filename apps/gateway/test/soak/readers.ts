import { decodeEvents } from "@completions-api/protocol";
import { ask } from "../support/start-gateway.ts";

/** A stream as its client received it. */
export interface SeenStream {
  readonly texts: string[];
  /** True once `[DONE]` has arrived. */
  done: boolean;
}

/** Clients that read a stream each, all at once. The prompt of each is its number. */
export class Readers {
  /** Resolves once all streams have ended. */
  readonly seen: Promise<SeenStream[]>;
  #received = 0;
  #wanted = 0;
  #reached: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(gateway: { readonly url: string }, count: number) {
    this.seen = Promise.all(Array.from({ length: count }, (_, index) => this.#read(gateway, String(index))));
  }

  /** Waits until they have received this many events together. */
  async received(count: number): Promise<void> {
    this.#wanted = count;
    this.#reached = Promise.withResolvers();
    if (this.#received < count) await this.#reached.promise;
  }

  async #read(gateway: { readonly url: string }, prompt: string): Promise<SeenStream> {
    const seen: SeenStream = { texts: [], done: false };
    const { body } = await ask(gateway, { prompt, stream: true });
    if (body === null) throw new Error("There is no stream.");
    for await (const event of decodeEvents(body)) {
      if (event === "[DONE]") seen.done = true;
      else if ("choices" in event) seen.texts.push(event.choices[0]?.text ?? "");
      this.#received += 1;
      if (this.#received === this.#wanted) this.#reached.resolve();
    }
    return seen;
  }
}
