import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import { createEmbeddedEngine, type EngineRequest } from "@completions-api/engine";
import { median } from "./rates.ts";
import { atLeast, atMost, type Report, type Row } from "./report.ts";

const entry = import.meta.resolve("@completions-api/engine");
const loads = 9;
/** The first ones only warm up. */
const turns = 10;
const warmUps = 3;
const tokensPerTurn = 100_000;

/** What is asked for is a long text, as one choice. */
const defaults: EngineRequest = {
  prompts: [{ prompt: "Once upon a time", loc: ["body", "prompt"] }],
  maxTokens: 2000,
  temperature: 1,
  topP: 1,
  frequencyPenalty: 0,
  presencePenalty: 0,
  stop: [],
  seed: 1,
  extra: {},
};

const requests = new Map<string, EngineRequest>([
  ["defaults", defaults],
  ["temperature 0", { ...defaults, temperature: 0 }],
  ["top_p 0.9", { ...defaults, topP: 0.9 }],
  ["penalties and stop", { ...defaults, frequencyPenalty: 0.5, presencePenalty: 0.5, stop: ["qwertz"] }],
]);

/** Weighs the embedded engine's model, and times how it loads and generates. */
export async function benchEngine(): Promise<Report> {
  const { size } = await stat(new URL("model.bin", entry));
  const load = await measureLoad();
  const rows: Row[] = [];
  for (const [name, request] of requests) {
    rows.push({ name: `generating, ${name}`, value: await measureTokens(request), unit: "tokens/s" });
  }
  const megabytes = size / 1e6;
  return {
    rows: [
      { name: "model", value: megabytes, unit: "MB" },
      { name: "loading it with its tokenizer, in a new process", value: load, unit: "ms" },
      ...rows,
    ],
    bars: [
      atMost(4, "model, MB", megabytes),
      atMost(150, "loading, ms", load),
      atLeast(200_000, "tokens/s with the defaults", rows[0]?.value ?? Number.NaN),
    ],
  };
}

async function measureLoad(): Promise<number> {
  const script = `const { createEmbeddedEngine } = await import(${JSON.stringify(entry)});
const start = performance.now();
await createEmbeddedEngine();
console.log(performance.now() - start);`;
  const times: number[] = [];
  while (times.length < loads) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
    times.push(Number(stdout));
  }
  return median(times);
}

/** The median of the turns: other work of the machine slows some of them down. */
async function measureTokens(request: EngineRequest): Promise<number> {
  const engine = await createEmbeddedEngine();
  const { signal } = new AbortController();
  const rates: number[] = [];
  let seed = 0;
  for (let turn = 0; turn < warmUps + turns; turn++) {
    const start = performance.now();
    let tokens = 0;
    while (tokens < tokensPerTurn) {
      seed += 1;
      for await (const piece of engine.generate({ ...request, seed }, signal)) tokens += piece.tokens;
    }
    if (turn >= warmUps) rates.push((tokens / (performance.now() - start)) * 1000);
  }
  return median(rates);
}
