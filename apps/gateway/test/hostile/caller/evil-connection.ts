import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { toBuffer } from "../bytes.ts";
import type { CallerGroup, CallerStep, ConnectionEnd, EvilRequest } from "../hostile-case.ts";
import { ResponseReader } from "./response-reader.ts";
import type { Tally } from "./tally.ts";
import { writeRequest } from "./write-request.ts";

/** The bytes of the requests by their keys. Hundreds of connections send the same megabyte. */
const written = new WeakMap<EvilRequest, Map<string | undefined, Buffer>>();

function writeOnce(request: EvilRequest, key: string | undefined): Buffer {
  const byKey = written.get(request) ?? new Map<string | undefined, Buffer>();
  written.set(request, byKey);
  const bytes = byKey.get(key) ?? writeRequest(request, key);
  byKey.set(key, bytes);
  return bytes;
}

/** Options of {@link EvilConnection}. */
export interface EvilConnectionOptions {
  readonly port: number;
  readonly key: string | undefined;
  readonly tally: Tally;
  /** Aborted when the attack is over. */
  readonly over: AbortSignal;
}

/** One connection of an evil caller, which goes through the steps of its group. */
export class EvilConnection {
  readonly #options: EvilConnectionOptions;
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  #sent = 0;
  #answered = 0;
  #wake: () => void = () => {};
  #end: ConnectionEnd = "closed";
  #isClosed = false;
  /** True once a response has said that it is the connection's last. */
  #isLast = false;

  constructor(options: EvilConnectionOptions) {
    const { port, tally } = options;
    this.#options = options;
    this.#socket = connect({ host: "127.0.0.1", port, noDelay: true });
    const reader = new ResponseReader((response) => {
      tally.addResponse(response);
      if (response.status >= 200 || response.status === 0) this.#answered += 1;
      if (response.headers.get("connection") === "close") this.#isLast = true;
    });
    this.#socket.on("data", (bytes) => {
      tally.addBytes(bytes.length);
      reader.push(bytes);
      this.#wake();
    });
    this.#socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      this.#end = code === "ECONNREFUSED" ? "refused" : "reset";
    });
    this.#closed = new Promise((resolve) => {
      this.#socket.once("close", () => {
        this.#isClosed = true;
        if (this.#end !== "left" && this.#end !== "open") reader.finish();
        if (this.#end === "closed" && this.#answered < this.#sent) this.#end = "unanswered";
        this.#wake();
        resolve();
      });
    });
  }

  /** Goes through the steps, and counts how the connection ended. */
  async run({ steps, reads = "all", repeat = 1 }: CallerGroup): Promise<void> {
    const { over, tally } = this.#options;
    const stop = () => this.#leave("open");
    over.addEventListener("abort", stop);
    if (reads === "nothing") this.#socket.pause();
    try {
      for (let time = repeat; time > 0 && !this.#isLast; time -= 1) {
        for (const step of steps) if (!this.#isClosed) await this.#take(step);
        if (!this.#isClosed) await this.#until(() => this.#answered >= this.#sent);
      }
      this.#leave("left");
    } finally {
      await this.#closed;
      over.removeEventListener("abort", stop);
      tally.addEnd(this.#end);
    }
  }

  async #take(step: CallerStep): Promise<void> {
    const { key, over } = this.#options;
    if ("request" in step) {
      const bytes = writeOnce(step.request, key);
      this.#sent += step.times ?? 1;
      for (let time = step.times ?? 1; time > 0 && !this.#isClosed; time -= 1) await this.#write(bytes);
    } else if ("send" in step) {
      this.#sent += 1;
      await this.#write(toBuffer(step.send, (text) => text.replaceAll("{key}", String(key))));
    } else if ("drip" in step) {
      const bytes = toBuffer(step.drip, (text) => text.replaceAll("{key}", String(key)));
      for (let at = 0; at < bytes.length && !this.#isClosed; at += step.size) {
        await this.#write(bytes.subarray(at, at + step.size));
        await setTimeout(step.every, undefined, { signal: over }).catch(() => {});
      }
    } else if ("wait" in step) {
      await Promise.race([setTimeout(step.wait, undefined, { signal: over }).catch(() => {}), this.#closed]);
    } else if ("await" in step) {
      if (step.await === "close") await this.#closed;
      else if (step.await === "bytes") await this.#until(() => this.#socket.bytesRead > 0);
      else await this.#until(() => this.#answered >= this.#sent);
    } else if (step.close === "never") {
      await this.#closed;
    } else {
      this.#end = "left";
      if (step.close === "end") this.#socket.end();
      else this.#socket.resetAndDestroy();
      await this.#closed;
    }
  }

  /** Writes as fast as the gateway reads. */
  async #write(bytes: Buffer): Promise<void> {
    if (this.#socket.write(bytes) || this.#isClosed) return;
    await Promise.race([once(this.#socket, "drain").catch(() => {}), this.#closed]);
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds() && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #leave(end: ConnectionEnd): void {
    if (this.#isClosed) return;
    this.#end = end;
    this.#socket.destroy();
  }
}
