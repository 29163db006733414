import { UsageError } from "@completions-api/command-line";
import { expect, test } from "vitest";
import { runTarget } from "../src/run-target.ts";
import { readEndpoint } from "../src/targets/endpoint.ts";
import { targets } from "../src/targets/index.ts";

test("every server has an id of its own", () => {
  const ids = targets.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
});

// The others are started by `npx pnpm@12 compat` only: they take minutes.
test.each(["mock-openai", "portkey", "prism-completions", "openapi-backend", "mock-llm"])(
  "%s starts, and its answers are judged",
  async (id) => {
    const target = targets.find((each) => each.id === id);
    if (target === undefined) throw new Error(`There is no server ${id}.`);
    const column = await runTarget(target, undefined, ["text-prompt", "unknown-route"]);
    expect(Object.keys(column.verdicts)).toEqual(["unknown-route", "text-prompt"]);
    // A mock may answer with an example that is longer than the request allows, but it answers.
    expect(column.verdicts["text-prompt"]?.reason ?? "").toMatch(/^$|^expected at most 4 completion_tokens/);
    expect(column.version).not.toBe("");
  },
);

test("an endpoint has a name and a URL", () => {
  expect(readEndpoint("vLLM 0.32=http://127.0.0.1:8000/v1", "--endpoint")).toMatchObject({
    id: "vllm",
    name: "vLLM",
    face: "openai",
  });
  expect(readEndpoint("my own server=http://127.0.0.1/v1", "--endpoint")).toMatchObject({
    id: "my-own-server",
    name: "my own server",
  });
  expect(readEndpoint("Gateway=https://example.com", "--endpoint")).toMatchObject({ face: "completions" });
  expect(() => readEndpoint("http://127.0.0.1", "--endpoint")).toThrow(UsageError);
});

test("an endpoint's column states its version", async () => {
  await using server = await readEndpoint("vLLM 0.32=http://127.0.0.1:8000/v1", "--endpoint").start();
  expect(server.version).toBe("vLLM 0.32");
});
