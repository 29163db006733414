import { quantity } from "@completions-api/protocol";
import { type CheckedExchange, formatExchange } from "../recording/checked-exchange.ts";

/** Prints the violations of exchanges as they end, and counts them. */
export class ExchangeTally {
  readonly #print: (line: string) => void;
  #exchanges = 0;
  #violations = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  get hasViolations(): boolean {
    return this.#violations > 0;
  }

  /** Counts an exchange, and prints its violations and its note. */
  add(exchange: CheckedExchange): void {
    this.#exchanges += 1;
    this.#violations += exchange.violations.length;
    for (const line of formatExchange(exchange)) this.#print(line);
  }

  /** Prints the counts as a line. */
  printCounts(): void {
    this.#print(
      `${quantity(this.#exchanges, "exchange")}, ${quantity(this.#violations, "violation")} of the contract`,
    );
  }
}
