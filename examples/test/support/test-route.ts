import { createServer } from "node:net";
import { type Mock, startMock } from "@completions-api/mock";
import { listenOnFreePort } from "@completions-api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PacedEngine } from "./paced-engine.ts";
import { environmentOf, type RunningExample, startExample } from "./start-example.ts";

/**
 * Tests the route `POST /complete` of an example's server against a mock whose text the test paces.
 *
 * @param read - reads the completion's text from a part of the body.
 */
export function testRoute(folder: string, read: (part: string) => string): void {
  const engine = new PacedEngine();
  let mock: Mock;
  let example: RunningExample;

  beforeAll(async () => {
    mock = await startMock({ port: 0, engine });
    example = await startExample(folder, [], { ...environmentOf(mock.url), PORT: await findFreePort() });
  });
  afterAll(async () => {
    await example?.[Symbol.asyncDispose]();
    await mock?.close();
  });

  test("the text is sent as it is generated", async () => {
    const started = engine.next();
    const responded = complete({ prompt: "Call me" });
    const generation = await started;
    generation.say("one");
    const { body } = await responded;
    const parts = body?.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
    expect(read((await parts?.next())?.value ?? "")).toBe("one");
    generation.say(" two");
    expect(read((await parts?.next())?.value ?? "")).toBe(" two");
    generation.end();
    let end = "";
    for (let part = await parts?.next(); part && !part.done; part = await parts?.next()) end += part.value;
    expect(read(end)).toBe("");
  });

  test("a caller that leaves ends the generation", async () => {
    const started = engine.next();
    const caller = new AbortController();
    const responded = complete({ prompt: "Call me" }, caller.signal);
    const generation = await started;
    generation.say("one");
    expect((await responded).status).toBe(200);
    caller.abort();
    await generation.aborted;
  });

  test("a refused request gets the server's sentence", async () => {
    const response = await complete({ prompt: "Call me", temperature: 3 });
    expect(response.status).toBe(422);
    expect((await response.json()).message).toMatch(/temperature.* must be at most 2/);
  });

  function complete(body: object, signal: AbortSignal | null = null): Promise<Response> {
    return fetch(`${example.url}/complete`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
  }
}

async function findFreePort(): Promise<string> {
  await using server = createServer();
  const { port } = await listenOnFreePort(server);
  return String(port);
}
