import { rm, writeFile } from "node:fs/promises";
import { splitEvents } from "@completions-api/testing";
import { expect, test } from "vitest";
import { createApiKey } from "../../src/auth/api-keys.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { encode, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk, healthy, usageChunk } from "../support/upstream-scripts.ts";

/** Options of a poll on a busy machine. */
const patiently = { timeout: 30_000 };
const body = { prompt: "Count", stream: true };
/** The options of a request with a key, on a connection of its own, which does not hold up the gateway's end. */
const as = (key: string): RequestInit => ({
  headers: { authorization: `Bearer ${key}`, connection: "close" },
});
const deploymentOn = ({ url }: ScriptedUpstream, model: string) => ({ engine: "vllm", urls: [url], model });

/** Returns the model and the text of a stream that is whole. */
async function readStream(response: Response): Promise<{ models: string[]; text: string }> {
  const events = splitEvents(await response.text());
  expect(events.pop()).toBe("[DONE]");
  const chunks = events.map((event) => JSON.parse(event));
  const text = chunks.map(({ choices }) => choices[0].text).join("");
  return { models: [...new Set(chunks.map(({ model }) => String(model)))], text };
}

test("200 streams end on the configuration that they began with, and later requests get the next one", async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await using old = await ScriptedUpstream.start(async (response) => {
    beginStream(response, chunk("one"));
    await released;
    for (const event of [chunk(" two"), chunk("", "stop"), usageChunk, "[DONE]"]) {
      response.write(encode(event));
    }
    response.end();
  });
  await using next = await ScriptedUpstream.start(healthy);
  const [kept, removed] = [createApiKey("kept"), createApiKey("removed")];
  const keys = [kept.entry, removed.entry];
  await using gateway = await GatewayProcess.start({
    keys,
    deployments: { paced: deploymentOn(old, "old"), removed: deploymentOn(old, "old") },
    stream: { keepAlive: 60_000 },
  });
  const streams = Array.from({ length: 200 }, async (_, index) =>
    readStream(await ask(gateway, body, as(index % 2 === 0 ? kept.key : removed.key))),
  );
  await expect.poll(() => old.requests.length, patiently).toBe(200);

  await gateway.write({
    keys: [kept.entry],
    deployments: { paced: deploymentOn(next, "next") },
    filter: { terms: ["two"] },
    faces: ["completions"],
  });
  await gateway.reload("success", 1);
  expect(await readStream(await ask(gateway, body, as(kept.key)))).toEqual({
    models: ["next"],
    text: "one ",
  });
  expect((await ask(gateway, body, as(removed.key))).status).toBe(401);
  const gone = { headers: { ...as(kept.key).headers, "azureml-model-deployment": "removed" } };
  expect((await ask(gateway, body, gone)).status).toBe(404);
  expect((await fetch(`${gateway.url}/v1/models`, as(kept.key))).status).toBe(404);
  expect(await old.openConnections()).toBeGreaterThanOrEqual(200);

  release();
  for (const stream of await Promise.all(streams))
    expect(stream).toEqual({ models: ["old"], text: "one two" });
  await expect.poll(() => old.openConnections(), patiently).toBe(0);
  expect((await gateway.stop()).code).toBe(0);
});

test("a configuration with problems changes nothing, and the log says why", async () => {
  const deployments = { only: { engine: "embedded" } };
  await using gateway = await GatewayProcess.start({ deployments });
  const file = JSON.stringify({ deployments: { only: {} } });
  const bad: [text: string, problem: string][] = [
    ["deployments: {", "gateway.yaml:1:"],
    [file, "gateway.yaml:1:24: deployments.only.engine: is missing."],
    [
      `${JSON.stringify({ deployments, metrics: { token: { env: "AN_UNSET_VARIABLE" } } })}`,
      "metrics.token.env: names an environment variable that is unset or empty. Set it.",
    ],
    [
      JSON.stringify({ deployments, filter: { file: "no-such-file.txt" } }),
      "filter.file: names a file that cannot be read",
    ],
    [
      JSON.stringify({ deployments, stream: { readTimeout: 1000 }, log: { format: "text" } }),
      "Restart the gateway to apply the changes of `stream.readTimeout`, `log.format`, or undo them.",
    ],
    ["", "gateway.yaml cannot be read"],
  ];
  for (const [index, [text]] of bad.entries()) {
    await (text === "" ? rm(gateway.file) : writeFile(gateway.file, text));
    await gateway.reload("failure", index + 1);
    expect((await ask(gateway, { prompt: "Call me", max_tokens: 2 })).status).toBe(200);
  }
  const log = await gateway.log("cannot reload the configuration: the earlier one stays in use", bad.length);
  for (const [index, [, problem]] of bad.entries()) {
    expect(log[index]).toMatchObject({ err: { message: expect.stringContaining(problem) } });
  }
  await gateway.write({ deployments: { another: { engine: "embedded" } } });
  await gateway.reload("success", 1);
  expect(await gateway.log("reloaded the configuration", 1)).toHaveLength(1);
});

test.each(["1", "2"])("--watch reloads a file that has changed, with --workers %s", async (workers) => {
  const args = ["--watch", "--workers", workers];
  await using gateway = await GatewayProcess.start(
    { deployments: { first: { engine: "embedded" } } },
    { args },
  );
  await gateway.write({ deployments: { second: { engine: "embedded" } } });
  await gateway.reloads("success", 1);
  const headers = { "azureml-model-deployment": "second" };
  expect((await ask(gateway, { prompt: "Call me", max_tokens: 2 }, { headers })).status).toBe(200);
});
