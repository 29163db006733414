import { benchClient } from "./client.ts";
import { benchEngine } from "./engine.ts";
import { benchGateway } from "./gateway.ts";
import { benchMock } from "./mock.ts";
import type { Report } from "./report.ts";
import { benchValidators } from "./validators.ts";

/** By the name to give on the command line. */
const benches = new Map<string, () => Promise<Report>>([
  ["validators", benchValidators],
  ["engine", benchEngine],
  ["mock", benchMock],
  ["client", benchClient],
  ["gateway", benchGateway],
]);
const figures = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

try {
  const names = process.argv.slice(2);
  for (const name of names.length > 0 ? names : benches.keys()) {
    const bench = benches.get(name);
    if (!bench)
      throw new Error(`There is no bench ${name}, but there are: ${[...benches.keys()].join(", ")}.`);
    print(name, await bench());
  }
} catch (error) {
  console.error(error);
  process.exitCode = 2;
}

function print(bench: string, { rows, bars }: Report): void {
  console.log(`\n${bench}`);
  for (const { name, value, unit } of rows) printLine(name, value, unit);
  console.log("");
  for (const { name, value, bar, met } of bars) printLine(name, value, `${bar}, ${met ? "met" : "missed"}`);
  if (bars.some(({ met }) => !met)) process.exitCode = 1;
}

function printLine(name: string, value: number, rest: string): void {
  console.log(`${name.padEnd(60)}${figures.format(value).padStart(12)}  ${rest}`);
}
