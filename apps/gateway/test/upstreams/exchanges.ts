import { readFileSync } from "node:fs";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/** The first line of a file of exchanges. */
export interface ExchangesHead {
  readonly engine: string;
  readonly version: string;
  /** `recorded` from a running engine, or `described` from its source and its documents. */
  readonly source: "recorded" | "described";
}

/** A request to an engine and its response. */
export interface Exchange {
  readonly name: string;
  /** If it has another source than the others. */
  readonly source?: ExchangesHead["source"];
  /** The request's body: JSON, or the text itself. */
  readonly request?: JsonObject | string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The response's body, or its text if it is not JSON. */
  readonly json?: JsonObject;
  readonly text?: string;
  /** The events of a stream, `[DONE]` included. */
  readonly events?: readonly Json[];
}

export interface Exchanges {
  readonly head: ExchangesHead;
  /** By their names. */
  readonly exchanges: ReadonlyMap<string, Exchange>;
}

/** Returns the file with an engine's exchanges. */
export function exchangesFile(engine: string): URL {
  return new URL(`${engine}/exchanges.jsonl`, import.meta.url);
}

/** Reads an engine's exchanges, one per line of the file. */
export function readExchanges(engine: string): Exchanges {
  const [first = "", ...lines] = readFileSync(exchangesFile(engine), "utf8").trimEnd().split("\n");
  // The drift test compares what is recorded, and responses are checked against the engine's OpenAPI document.
  const head: ExchangesHead = JSON.parse(first);
  const exchanges = lines.map((line): Exchange => JSON.parse(line));
  return { head, exchanges: new Map(exchanges.map((exchange) => [exchange.name, exchange])) };
}

/** Writes exchanges as {@link readExchanges} reads them. */
export function writeExchanges(head: ExchangesHead, exchanges: readonly Exchange[]): string {
  return [head, ...exchanges].map((line) => `${JSON.stringify(line)}\n`).join("");
}
