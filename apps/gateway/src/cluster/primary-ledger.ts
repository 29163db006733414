import type { Charge, Correction, Count, Ledger, Taking } from "../limits/ledger.ts";
import { isGatewayMessage, type MessageToWorker, tellPrimary } from "./messages.ts";

/** Seconds within which the primary process must have answered. */
const timeout = 5;

interface Waiting extends PromiseWithResolvers<Taking> {
  /** Seconds since it was asked, rounded down. */
  seconds: number;
}

/** Counts in the primary process, for a worker. */
export class PrimaryLedger implements Ledger {
  readonly #waiting = new Map<number, Waiting>();
  // One for all requests: a timer for each would cost more than what is asked.
  readonly #timer = setInterval(() => this.#rejectLate(), 1000).unref();
  #lastId = 0;

  constructor() {
    process.on("message", this.#receive);
  }

  take(charges: readonly Charge[]): Promise<Taking> {
    return this.#ask((id) => tellPrimary({ kind: "take", id, charges }));
  }

  async correct(corrections: readonly Correction[]): Promise<void> {
    tellPrimary({ kind: "correct", corrections });
  }

  async read(keys: readonly string[]): Promise<readonly Count[]> {
    return (await this.#ask((id) => tellPrimary({ kind: "read counts", id, keys }))).counts;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    process.off("message", this.#receive);
  }

  #ask(send: (id: number) => void): Promise<Taking> {
    this.#lastId += 1;
    const answer = Promise.withResolvers<Taking>();
    this.#waiting.set(this.#lastId, { ...answer, seconds: 0 });
    send(this.#lastId);
    return answer.promise;
  }

  readonly #receive = (message: unknown): void => {
    if (!isGatewayMessage<MessageToWorker>(message) || message.kind !== "counts") return;
    this.#waiting.get(message.id)?.resolve(message.taking);
    this.#waiting.delete(message.id);
  };

  #rejectLate(): void {
    for (const [id, waiting] of this.#waiting) {
      waiting.seconds += 1;
      if (waiting.seconds <= timeout) continue;
      this.#waiting.delete(id);
      waiting.reject(new Error(`The primary process has not answered for ${timeout} seconds.`));
    }
  }
}
