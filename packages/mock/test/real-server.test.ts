import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missingEngines, startLlamaCpp } from "@completions-api/testing";
import OpenAI from "openai";
import { afterAll, expect, test } from "vitest";
import { startMock } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "cassettes-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("what the official client gets from a real server is answered again without it", async ({ skip }) => {
  if (missingEngines) skip(missingEngines);
  await using engine = await startLlamaCpp();
  const cassette = join(folder, "cassette.jsonl");
  const read = async (baseURL: string) => {
    const client = new OpenAI({ baseURL, apiKey: "sk-a-secret", maxRetries: 0 });
    const [{ id: model = "" } = {}] = (await client.models.list()).data;
    const asked = { model, prompt: "The whale", max_tokens: 8, seed: 1, temperature: 0 };
    const whole = await client.completions.create(asked);
    let streamed = "";
    for await (const { choices } of await client.completions.create({ ...asked, stream: true }))
      streamed += choices[0]?.text ?? "";
    return { model, whole: whole.choices[0]?.text, usage: whole.usage, streamed };
  };
  let live: unknown;
  {
    await using recorder = await startMock({ port: 0, proxy: { url: engine.url, cassette } });
    live = await read(`${recorder.url}/v1`);
  }
  expect(readFileSync(cassette, "utf8")).not.toContain("secret");
  await using offline = await startMock({ port: 0, replay: { file: cassette, speed: 0 } });
  expect(await read(`${offline.url}/v1`)).toEqual(live);
});
