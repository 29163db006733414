import { missingEngines, startLlamaCpp } from "@completions-api/testing";
import { expect, test } from "vitest";
import { Budget } from "../src/budget.ts";
import { findCapabilities } from "../src/capabilities/find-capabilities.ts";
import { detectFace } from "../src/faces/detect-face.ts";
import type { FaceName } from "../src/index.ts";
import { capabilityNames } from "../src/target.ts";
import { startPrism } from "./support/start-prism.ts";

// Servers that somebody else wrote.

interface Server {
  readonly baseUrl: string;
  readonly face: FaceName;
  readonly token: string;
}

async function findAll(target: Server): Promise<Record<string, boolean | undefined>> {
  const found = await findCapabilities({
    ...{ target, wanted: capabilityNames, budget: new Budget({}), timeout: 30_000 },
    signal: new AbortController().signal,
  });
  return Object.fromEntries(found.map(({ capability, found }) => [capability, found]));
}

test.skipIf(missingEngines)(`llama.cpp's face and capabilities. ${missingEngines ?? ""}`, async () => {
  const token = "a-key-of-the-engine";
  await using engine = await startLlamaCpp({ api_keys: [token], n_ctx: 4096 });
  const { origin } = engine.server;
  const expected = { face: "openai", baseUrl: engine.url };
  // Its route /completions without /v1 is one of its own, with other responses.
  for (const path of ["", "/completions", "/v1", "/v1/completions"]) {
    expect(await detectFace({ baseUrl: `${origin}${path}`, token, timeout: 30_000 })).toMatchObject(expected);
  }
  await expect(detectFace({ baseUrl: origin, token: "another-key", timeout: 30_000 })).rejects.toThrow(
    /^The server does not accept the token\.\nPOST .*: status 401: Invalid API Key\n/,
  );
  expect(await findAll({ baseUrl: engine.url, face: "openai", token })).toEqual({
    ...{ "greedy-repeats": true, "seeds-repeat": true, fingerprint: true },
    ...{ "several-prompts": true, "token-prompts": true, logprobs: true },
    ...{ "any-token": false, "known-tokens": true },
    ...{ prefer: false, examples: false },
  });
});

test("Prism's face and capabilities: it answers everything with the first example", async () => {
  await using prism = await startPrism();
  const [baseUrl, token] = [prism.url, "abcde12345"];
  const expected = { face: "completions", baseUrl };
  for (const path of ["", "/completions", "/v1"]) {
    expect(await detectFace({ baseUrl: `${baseUrl}${path}`, token, timeout: 30_000 })).toMatchObject(
      expected,
    );
  }
  expect(await findAll({ baseUrl, face: "completions", token })).toEqual({
    ...{ "greedy-repeats": true, "seeds-repeat": true, fingerprint: false },
    ...{ "several-prompts": true, "token-prompts": true },
    ...{ "any-token": true, "known-tokens": false },
    // It obeys the status that a request prefers, but not its Retry-After.
    ...{ prefer: false, examples: false },
  });
});
