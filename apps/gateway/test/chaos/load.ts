import { EventEmitter, once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { echoOf } from "./echo-server.ts";

/** Milliseconds after which a request hangs, even on a busy machine: no limit of time of the gateways is as long. */
const hangs = 45_000;

/** Milliseconds for which the answers of a load may stay the same. */
const patience = 60_000;

/** The end of a request. */
export interface Ending {
  /** The index of the gateway. */
  readonly gateway: number;
  /** `completed`, the code of an error, or `lost` if the connection was. */
  readonly outcome: string;
  /** The problem that no fault of others excuses. */
  readonly violation?: string;
}

/** Callers that send requests to several gateways, one after the other, each with a prompt of its own. */
export class Load implements AsyncDisposable {
  /** Milliseconds that each sender waits between two requests. */
  pause = 150;
  readonly endings: Ending[] = [];
  readonly #events = new EventEmitter<{ ending: [] }>();
  readonly #key: string;
  readonly #urls: () => readonly string[];
  readonly #senders: Promise<unknown>;
  #isOver = false;
  #rest: Promise<void> | undefined;
  #sent = 0;

  /**
   * @param urls - returns the gateways' URLs, which may change.
   * @param atATime - the requests to each gateway at a time.
   */
  constructor(key: string, urls: () => readonly string[], atATime: number) {
    this.#key = key;
    this.#urls = urls;
    const senders = urls().flatMap((_, gateway) =>
      Array.from({ length: atATime }, () => this.#send(gateway)),
    );
    this.#senders = Promise.all(senders);
  }

  /** Counts the endings of an outcome, at one gateway or at all. */
  count(outcome: string, gateway?: number): number {
    return this.endings.filter(
      (ending) => ending.outcome === outcome && (gateway === undefined || ending.gateway === gateway),
    ).length;
  }

  /** Waits until this many more requests have ended so, at one gateway or at all. */
  async more(count: number, outcome: string, gateway?: number): Promise<void> {
    const wanted = this.count(outcome, gateway) + count;
    await this.until(() => this.count(outcome, gateway) >= wanted);
  }

  /** Waits for a condition, which is looked at whenever a request ends. */
  async until(condition: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(patience);
    while (!condition()) await once(this.#events, "ending", { signal });
  }

  /** Sends nothing while something happens that takes so long on a busy machine that the limit would be used up meanwhile. */
  async rest(happen: () => Promise<void>): Promise<void> {
    this.#rest = happen();
    await this.#rest;
  }

  /** Ends the load, and waits for its last requests. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#senders;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #send(gateway: number): Promise<void> {
    while (!this.#isOver) {
      this.#sent += 1;
      const ending = await this.#ask(gateway, `prompt-${this.#key}-${this.#sent}`, this.#sent % 2 === 0);
      this.endings.push({ gateway, ...ending });
      this.#events.emit("ending");
      await wait(this.pause);
      await this.#rest;
    }
  }

  async #ask(gateway: number, prompt: string, stream: boolean): Promise<Omit<Ending, "gateway">> {
    const signal = AbortSignal.timeout(hangs);
    try {
      const response = await fetch(`${this.#urls()[gateway]}/v1/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${this.#key}`, "content-type": "application/json" },
        body: JSON.stringify({ prompt, stream, max_tokens: 8 }),
        signal,
      });
      return readEnding(await response.text(), prompt, stream && response.status === 200);
    } catch (error) {
      if (signal.aborted) return { outcome: "hangs", violation: `${prompt} got no answer in time` };
      return { outcome: "lost", ...(error instanceof TypeError ? {} : { violation: String(error) }) };
    }
  }
}

/** The parts of a body or an event that matter here. */
interface Body {
  readonly choices?: readonly { readonly text: string }[];
  readonly error?: { readonly code: string };
}

function readEnding(text: string, prompt: string, isStream: boolean): Omit<Ending, "gateway"> {
  const parts = isStream ? [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json = ""]) => json) : [text];
  const bodies = parts.map((part): Body => JSON.parse(part));
  const written = bodies.flatMap(({ choices = [] }) => choices.map((choice) => choice.text)).join("");
  const error = bodies.find((body) => body.error)?.error?.code;
  const isWhole = written === echoOf(prompt) && (!isStream || text.endsWith("data: [DONE]\n\n"));
  const isRight = error === undefined ? isWhole : echoOf(prompt).startsWith(written);
  return {
    outcome: error ?? "completed",
    ...(!isRight && { violation: `${prompt} got ${JSON.stringify(written)}` }),
  };
}
