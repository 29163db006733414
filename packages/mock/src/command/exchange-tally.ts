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

  /** Counts an exchange, and prints what is to be said of it. */
  add(exchange: CheckedExchange): void {
    this.#exchanges += 1;
    this.#violations += exchange.violations.length;
    for (const line of formatExchange(exchange)) this.#print(line);
  }

  /** Prints the counts as a line. */
  printCounts(): void {
    this.#print(
      `${count(this.#exchanges, "exchange")}, ${count(this.#violations, "violation")} of the contract`,
    );
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
