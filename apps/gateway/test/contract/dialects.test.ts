import { startMock } from "@completions-api/mock";
import { describe, expect, test } from "vitest";
import { type EngineName, engineNames } from "../upstreams/engine-server.ts";
import { sglangWithSeeds } from "../upstreams/sglang/server.ts";
import { startUpstream } from "../upstreams/start-upstream.ts";
import { capabilities, expectContractSuite } from "./expect-contract-suite.ts";
import { startConfiguredGateway, startGatewayInFront, upstreamKey } from "./gateway-in-front.ts";
import { unsupported, unsupportedByOpenAI } from "./unsupported.ts";

/** The context lengths to configure for servers that do not refuse a prompt that is too long, but silently truncate it. */
const contextLengths: Partial<Record<EngineName, number>> = { "llama.cpp": 8192, ollama: 8192 };

/** Engines without a fingerprint, or with one only in the last event, which is too late for the first. */
const late: readonly EngineName[] = ["sglang", "vllm"];

/** The violations by extra parameters, and by more choices than llama.cpp has slots. */
const passedThrough = /must NOT have additional properties|property n must be <= 4/;

describe("the gateway passes the contract suite", () => {
  test.each(["completions", "openai"] as const)("on the embedded engine, on the face %s", async (face) => {
    await using gateway = await startConfiguredGateway({ deployments: { default: { engine: "embedded" } } });
    await expectContractSuite(gateway, { face });
  });

  test.each(engineNames)("in front of %s", async (name) => {
    await using upstream = await startUpstream(name, {
      key: upstreamKey,
      ...(name === "sglang" && { server: sglangWithSeeds }),
    });
    const contextLength = contextLengths[name];
    await using gateway = await startGatewayInFront(name, upstream.url, {
      extraParameters: ["*"],
      ...(contextLength !== undefined && { contextLength }),
    });
    const able = capabilities.filter((capability) => capability !== "fingerprint" || !late.includes(name));
    await expectContractSuite(gateway, { able, unsupported: unsupported[name] });
    if (name in unsupportedByOpenAI) {
      await expectContractSuite(gateway, {
        face: "openai",
        able,
        unsupported: unsupportedByOpenAI[name] ?? {},
      });
    }
    // Parameters that the caller passes through are its own responsibility.
    const ofGateway = upstream.takeViolations().filter((violation) => !passedThrough.test(violation));
    expect(ofGateway).toEqual([]);
  });

  // By default sglang ignores seeds.
  test("in front of sglang that is not deterministic", async () => {
    await using upstream = await startUpstream("sglang");
    await using gateway = await startGatewayInFront("sglang", upstream.url, { extraParameters: ["*"] });
    await expectContractSuite(gateway, { able: ["known-tokens"], unsupported: unsupported.sglang });
  });

  // An upstream that speaks the contract itself: the mock, which has Prism check every request and response.
  test("in front of azure", async () => {
    await using mock = await startMock({ port: 0 });
    await using gateway = await startGatewayInFront("azure", mock.url, { extraParameters: ["*"] });
    await expectContractSuite(gateway);
    await expectContractSuite(gateway, { face: "openai", unsupported: unsupportedByOpenAI.azure ?? {} });
  });
});
