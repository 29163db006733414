import cluster, { type Worker } from "node:cluster";
import { isGatewayMessage, type MessageFromWorker, tellWorker } from "./messages.ts";
import type { ServedConfig } from "./served-config.ts";

/**
 * Milliseconds that a worker has to prepare a configuration, and again to change over to it. One that does not respond at all is
 * killed much earlier.
 */
const patience = 30_000;

/** An answer of a worker that is awaited. */
interface Awaited {
  readonly id: number;
  readonly kind: "prepared" | "committed";
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** A failure after which a worker does not serve the configuration that the others do. */
export class IncompleteReload extends Error {
  override readonly name = "IncompleteReload";
}

/**
 * Makes all workers serve another configuration, or none (a two-phase commit): all prepare it, and only when all have done so, all
 * begin to serve it. For the primary process.
 */
export class WorkerReloads {
  readonly #awaited = new Map<Worker, Awaited>();
  #lastId = 0;
  #settled: Promise<void> = Promise.resolve();

  constructor() {
    cluster.on("message", (worker, message: unknown) => {
      if (!isGatewayMessage<MessageFromWorker>(message)) return;
      const awaited = this.#awaited.get(worker);
      if (awaited === undefined || !("reload" in message) || message.reload !== awaited.id) return;
      if (message.kind === "not prepared") {
        awaited.reject(new Error(`Worker ${worker.process.pid} cannot serve it: ${message.reason}`));
      } else if (message.kind === "not committed") {
        awaited.reject(new Error(`Worker ${worker.process.pid} cannot change over to it: ${message.reason}`));
      } else if (message.kind === awaited.kind) awaited.resolve();
    });
    cluster.on("exit", (worker) => {
      this.#awaited.get(worker)?.reject(new Error(`Worker ${worker.process.pid} ended while it prepared.`));
    });
  }

  /** Resolves when no reload is being decided, so that a worker that starts then gets the configuration that all others have. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /**
   * Makes workers serve a configuration. Call it for one at a time.
   *
   * @param workers - those that have a configuration. One that starts meanwhile must wait for {@link settled}.
   * @param onAccepted - called when all have prepared it. Workers that start from then on must get it.
   * @throws Error if a worker cannot prepare it, ends, or takes too long. Then no worker serves it. IncompleteReload if a worker
   * has prepared it, but then cannot change over to it.
   */
  async serve(config: ServedConfig, workers: readonly Worker[], onAccepted: () => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#settled = promise;
    this.#lastId += 1;
    const reload = this.#lastId;
    try {
      const prepared = workers.map((worker) => this.#wait(worker, reload, "prepared"));
      for (const worker of workers) tellWorker(worker, { kind: "prepare", reload, config });
      await Promise.all(prepared);
      onAccepted();
    } catch (error) {
      for (const worker of workers) tellWorker(worker, { kind: "discard", reload });
      throw error;
    } finally {
      resolve();
    }
    const committed = workers.map((worker) => this.#wait(worker, reload, "committed"));
    for (const worker of workers) tellWorker(worker, { kind: "commit", reload });
    const results = await Promise.allSettled(committed);
    for (const [index, result] of results.entries()) {
      // A worker that has ended is replaced by one with this configuration.
      if (result.status === "fulfilled" || workers[index]?.isDead()) continue;
      throw new IncompleteReload("The other workers serve it", { cause: result.reason });
    }
  }

  async #wait(worker: Worker, id: number, kind: Awaited["kind"]): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      reject(new Error(`Worker ${worker.process.pid} has not ${kind} it within ${patience} ms.`));
    }, patience);
    const awaited = { id, kind, resolve, reject };
    this.#awaited.set(worker, awaited);
    if (worker.isDead()) reject(new Error(`Worker ${worker.process.pid} has ended.`));
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      // After a reload that failed, the next one may already await another answer.
      if (this.#awaited.get(worker) === awaited) this.#awaited.delete(worker);
    }
  }
}
