// Prints how much memory a request that has been read takes, in multiples of its body's bytes, as JSON.
import { setImmediate } from "node:timers/promises";
import { completionsFace } from "../../src/completions/completions-face.ts";
import { openAIFace } from "../../src/completions/openai-face.ts";

const size = 2 ** 19;
/** More parts make a request too many prompts for any deployment, or too much. */
const parts = 1024;

function repeat(part: string): string {
  return part.repeat(Math.floor(size / part.length));
}

const bodies: Readonly<Record<string, string>> = {
  text: `{"prompt":"${repeat("word ")}"}`,
  "text outside Latin-1": `{"prompt":"${"語".repeat(size / 3)}"}`,
  "text with one character outside Latin-1": `{"prompt":"語${repeat("word ")}"}`,
  escapes: `{"prompt":"${repeat("\\n")}"}`,
  "tokens of one digit": `{"prompt":[${repeat("1,")}1]}`,
  "tokens of five digits": `{"prompt":[${repeat("12345,")}1]}`,
  "lists of tokens": `{"prompt":[${Array(parts)
    .fill(`[${Array(100).fill("12345").join()}]`)
    .join()}]}`,
  "texts and a small extra": `{"prompt":"${repeat("word ")}","guided_choice":["one thing","another thing"]}`,
  "non-Latin-1 and a small extra": `{"prompt":"語${repeat("word ")}","guided_choice":["one thing","another thing"]}`,
  "objects in an extra": `{"prompt":"","x":[${Array(30_000).fill("{}").join()},"${repeat("a")}"]}`,
  "numbers in an extra": `{"prompt":"","x":[${repeat("1.0,")}1]}`,
};

const measured: Record<string, number> = {};
const extraParameters = "pass-through";
for (const [face, read] of [
  ["completions", (body: Buffer) => completionsFace.readBody(body, { extraParameters })],
  ["openai", (body: Buffer) => openAIFace.readBody(body, { extraParameters })],
] as const) {
  for (const [name, text] of Object.entries(bodies)) {
    const bytes = Buffer.from(text);
    const factors: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1)
      factors.push((await measureHeld(read, bytes)) / bytes.length);
    // Other work of V8, such as compiling, only adds to the figure.
    measured[`${face}: ${name}`] = Math.min(...factors);
  }
}
console.log(JSON.stringify(measured));

/** Returns the bytes that one of four requests takes. */
async function measureHeld(read: (body: Buffer) => unknown, bytes: Buffer): Promise<number> {
  const held: unknown[] = [];
  const before = await measure();
  for (let count = 0; count < 4; count += 1) held.push(read(Buffer.from(bytes)));
  return ((await measure()) - before) / held.length;
}

async function measure(): Promise<number> {
  // Memory outside the heap is returned in a later turn of the event loop.
  for (let count = 0; count < 3; count += 1) {
    globalThis.gc?.();
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
