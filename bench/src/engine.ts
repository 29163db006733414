import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import type { Checkout } from "./checkout.ts";
import { requests } from "./engine/requests.ts";
import { type ContenderModule, measureContenders } from "./measuring/contenders.ts";
import type { Rounds } from "./measuring/rounds.ts";
import { atLeast, atMost, type Report, type Row } from "./report.ts";

const loads = 9;

/** Measures the size of the embedded engine's model, and how fast the engine loads and generates. */
export async function benchEngine(checkout: Checkout, rounds: number): Promise<Report> {
  const { size } = await stat(new URL("model.bin", checkout.engine));
  const load = await measureLoad(checkout);
  const rows: Row[] = [];
  for (const [input, { name }] of requests.entries()) {
    const contenders = { engine: generator(checkout) };
    const { engine } = await measureContenders({ contenders, input, turns: 2, starts: rounds });
    rows.push({ name: `generating, ${name}`, value: engine, unit: "tokens/s" });
  }
  const megabytes = size / 1e6;
  return {
    rows: [
      { name: "model", value: megabytes, unit: "MB" },
      { name: "loading the model and its tokenizer, in a new process", value: load, unit: "ms" },
      ...rows,
    ],
    bars: [
      atMost(4, "model, MB", megabytes),
      atMost(150, "loading, ms", load),
      atLeast(200_000, "tokens/s with the defaults", rows[0]?.value ?? Number.NaN),
    ],
  };
}

/** Returns the contender that generates with a checkout's engine. */
export function generator({ engine }: Checkout): ContenderModule {
  return { module: new URL("engine/generator.ts", import.meta.url), args: [engine.href] };
}

async function measureLoad({ engine }: Checkout): Promise<Rounds> {
  const script = `const { createEmbeddedEngine } = await import(${JSON.stringify(engine)});
const start = performance.now();
await createEmbeddedEngine();
console.log(performance.now() - start);`;
  const times: number[] = [];
  while (times.length < loads) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
    times.push(Number(stdout));
  }
  return times;
}
