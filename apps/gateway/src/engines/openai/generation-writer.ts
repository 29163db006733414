import type { Delta, FinalDelta } from "@completions-api/engine";
import { DeltaQueue } from "../delta-queue.ts";
import type { Generation } from "../generate.ts";
import type { Call } from "./call.ts";
import type { Connection } from "./connection.ts";
import type { ChunkReader } from "./chunk-reader.ts";
import { countUsage, type Usage } from "./usage.ts";

/** Who waits for a generation to begin. */
export type Settle = Pick<PromiseWithResolvers<Generation>, "resolve" | "reject">;

/** A generation, from the side of the server's response: it begins with the first deltas. */
export class GenerationWriter {
  readonly #call: Call;
  readonly #settle: Settle;
  readonly #connection: Connection;
  readonly #queue: DeltaQueue;
  #hasBegun = false;

  constructor(call: Call, connection: Connection, settle: Settle) {
    this.#call = call;
    this.#settle = settle;
    this.#connection = connection;
    this.#queue = new DeltaQueue({
      taken: () => connection.resume(),
      left: () => connection.abort(new Error("The rest of the completion is not wanted.")),
    });
  }

  /** Hands out the deltas that `maker` has made of what came, and with the last one ends. */
  write(deltas: Delta[], maker: ChunkReader): void {
    const { end, fingerprint, completions } = maker;
    if (!end) {
      this.#add(deltas, fingerprint);
      if (this.#queue.isFull) this.#connection.pause();
      return;
    }
    this.#connection.release();
    const { request, signal } = this.#call;
    const finish = ({ completionTokens, promptTokens }: Usage): void => {
      // Whatever a server says that it has counted, no choice has more than it was asked for.
      const tokens = Math.min(completionTokens, request.prompts.length * request.maxTokens);
      const last: FinalDelta = { ...end.delta, tokens, promptTokens };
      this.#add([...deltas, last], fingerprint);
      this.#queue.end();
    };
    if (end.usage) finish(end.usage);
    else countUsage(request, completions, signal).then(finish, (reason) => this.fail(reason));
  }

  /** Has whoever waits, for the beginning or the next deltas, get `reason`. */
  fail(reason: unknown): void {
    if (this.#hasBegun) this.#queue.fail(reason);
    else this.#settle.reject(reason);
  }

  #add(deltas: readonly Delta[], fingerprint: string | undefined): void {
    this.#queue.add(deltas);
    if (this.#hasBegun || deltas.length === 0) return;
    this.#hasBegun = true;
    this.#settle.resolve({ ...(fingerprint !== undefined && { fingerprint }), deltas: this.#queue });
  }
}
