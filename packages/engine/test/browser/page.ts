import { countTokens, createEmbeddedEngine, estimateTokens } from "@completions-api/engine";

const prompt = "Call me";
const { signal } = new AbortController();
const engine = await createEmbeddedEngine();
const deltas = engine.generate(
  {
    prompts: [{ prompt, loc: ["body", "prompt"] }],
    maxTokens: 2000,
    temperature: 1,
    topP: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    stop: [],
    seed: 1,
    stream: false,
    extra: {},
  },
  signal,
);
let text = "";
for await (const delta of deltas) text += delta.text;
console.log(
  JSON.stringify({
    fingerprint: engine.fingerprint,
    text,
    counted: await countTokens(text, signal),
    estimated: estimateTokens([{ prompt: "“café”", loc: [] }]),
  }),
);
