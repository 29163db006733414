/** Generates tokens for the request at the index that it is asked for. Argument: the engine's entry module. */
import { answerWith } from "../measuring/contenders.ts";
import { requests } from "./requests.ts";

const tokenCount = 50_000;

const { createEmbeddedEngine }: typeof import("@completions-api/engine") = await import(`${process.argv[2]}`);
const engine = await createEmbeddedEngine();
const { signal } = new AbortController();
let seed = 0;

answerWith(async (index) => {
  const entry = requests[index];
  if (!entry) throw new Error(`There is no request ${index}.`);
  let tokens = 0;
  while (tokens < tokenCount) {
    seed += 1;
    for await (const delta of engine.generate({ ...entry.request, seed }, signal)) tokens += delta.tokens;
  }
  return tokens;
});
