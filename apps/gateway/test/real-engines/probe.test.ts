import { expect, test } from "vitest";
import { probe } from "../support/probe.ts";
import { useLlamaCpp } from "./use-llama-cpp.ts";

const started = useLlamaCpp();

const deploymentAt = (url: string, parts: object = {}) => ({
  engine: "llama.cpp",
  urls: [url],
  model: "default",
  ...parts,
});

test("nothing is found at llama.cpp, which tells its context length", async () => {
  const { problems, servers } = await probe({ only: deploymentAt(started().engine.url) });
  expect(problems).toEqual([]);
  expect(servers).toEqual([
    expect.stringMatching(/^only: llama\.cpp, context length \d+, first token after \d+ ms, as expected$/),
  ]);
});

test("llama.cpp is recognized, whatever its configuration says", async () => {
  const { url } = started().engine;
  const { problems } = await probe({
    path: deploymentAt(url.replace(/\/v1$/, "")),
    scheme: deploymentAt(url.replace("http:", "https:"), { timeouts: { connect: 200 } }),
    engine: deploymentAt(url, { engine: "vllm" }),
    context: deploymentAt(url, { contextLength: 1_000_000 }),
  });
  expect(problems.toSorted()).toEqual([
    expect.stringMatching(
      /^deployments\.context\.contextLength: is more than the server's context length, which is \d+\./,
    ),
    expect.stringMatching(/^deployments\.engine\.engine: does not fit: the server is llama\.cpp/),
    `deployments.path.urls[0]: is not where the server has this API. Did you mean ${url}?`,
    `deployments.scheme.urls[0]: begins with the wrong scheme. Did you mean ${url}?`,
  ]);
});
