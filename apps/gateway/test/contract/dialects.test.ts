import { type Capability, casesOf, runContract } from "@completions-api/contract";
import { startMock } from "@completions-api/mock";
import { describe, expect, test } from "vitest";
import type { Gateway } from "../../src/index.ts";
import type { FaceName } from "../../src/server/routes.ts";
import { token } from "../support/start-gateway.ts";
import { type EngineName, engineNames } from "../upstreams/engine-server.ts";
import { sglangWithSeeds } from "../upstreams/sglang/server.ts";
import { startUpstream } from "../upstreams/start-upstream.ts";
import { startConfiguredGateway, startGatewayInFront, upstreamKey } from "./gateway-in-front.ts";

/** Cases that are skipped because the deployment's model does not support something, by the reason. */
type Unsupported = Readonly<Record<string, readonly string[]>>;

const tokensToo = [
  "prompt-empty-list",
  "prompt-wrong-token",
  "stream-grammar",
  "stream-of-tokens-equals-json",
  "token-prompt",
  "token-prompts",
  "usage-of-prompts",
];
const emptyToo = ["completion-shape", "text-prompt", "text-prompts", "usage"];
const mustBeText = "must be text";
const mustNotBeEmpty = "must not be empty";

const unsupported: Readonly<Record<EngineName, Unsupported>> = {
  vllm: {},
  sglang: { [mustNotBeEmpty]: emptyToo },
  "llama.cpp": {},
  ollama: { [mustBeText]: tokensToo, [mustNotBeEmpty]: emptyToo },
  tgi: {
    [mustBeText]: tokensToo,
    [mustNotBeEmpty]: emptyToo,
    "presence_penalty is not supported": ["presence-penalty-bounds", "presence-penalty-effect"],
  },
  openai: { "Leave the extra parameters out": ["extra-never-overrides"] },
};

const noBestOf = {
  "best_of is not supported": ["best-of-bounds", "best-of-returns-likeliest"],
  "suffix is not supported": ["suffix-accepted"],
};
const notZero = "max_tokens must be at least 1";
const needZero = ["echo-of-tokens", "logit-bias-effect", "zero-tokens-need-echo"];

/** The same on the face for OpenAI's clients, for the engines that support most of its parameters. */
const unsupportedByOpenAI = {
  vllm: noBestOf,
  sglang: {
    ...noBestOf,
    [mustNotBeEmpty]: [...emptyToo, "echo-begins-text", "logprobs-shape"],
    [notZero]: needZero,
  },
  "llama.cpp": {
    ...noBestOf,
    "echo is not supported": [
      ...needZero,
      "echo-begins-text",
      "echo-type",
      "logprobs-shape",
      "stream-logprobs-equal-json",
    ],
  },
  openai: {},
  azure: {
    [notZero]: needZero,
    "n is not supported": [
      "best-of-bounds",
      "best-of-not-streamed",
      "best-of-returns-likeliest",
      "choices-of-each-prompt",
      "echo-begins-text",
      "logprobs-shape",
      "n-bounds",
      "stream-logprobs-equal-json",
    ],
  },
} satisfies Partial<Record<EngineName | "azure", Unsupported>>;

/** The context lengths to configure for servers that do not refuse a prompt that is too long, but silently truncate it. */
const contextLengths: Partial<Record<EngineName, number>> = { "llama.cpp": 8192, ollama: 8192 };

/** Engines without a fingerprint, or with one only in the last event, which is too late for the first. */
const late: readonly EngineName[] = ["sglang", "vllm"];

/** The violation of OpenAI's document by extra parameters. */
const passedThrough = "must NOT have additional properties";

const capabilities: readonly Capability[] = ["deterministic", "fingerprint", "known-tokens"];

/** Expects a face of a gateway to pass all cases but those that need something that its model lacks. */
async function expectContract(
  gateway: Gateway,
  able: readonly Capability[],
  expected: Unsupported,
  face: FaceName = "azure",
): Promise<void> {
  const failures: Record<string, string> = {};
  const skips: Record<string, string> = {};
  for await (const result of runContract({
    target: {
      baseUrl: face === "azure" ? gateway.url : `${gateway.url}/v1`,
      face,
      token,
      capabilities: able,
    },
    // Cases with other needs do not apply to a gateway.
    cases: casesOf(face).filter(({ needs = [] }) => needs.every((need) => able.includes(need))),
    timeout: 30_000,
  })) {
    if (result.outcome === "failed") failures[result.id] = result.reason;
    if (result.outcome === "skipped") skips[result.id] = result.reason;
  }
  expect(failures).toEqual({});
  const reasons = Object.entries(expected).flatMap(([reason, ids]) =>
    ids.map((id) => [id, expect.stringContaining(reason)]),
  );
  expect(skips).toEqual(Object.fromEntries(reasons));
}

describe("the gateway passes the contract suite", () => {
  test.each(["azure", "openai"] as const)("on the embedded engine, on the face %s", async (face) => {
    await using gateway = await startConfiguredGateway({ deployments: { default: { engine: "embedded" } } });
    await expectContract(gateway, capabilities, {}, face);
  });

  test.each(engineNames)("in front of %s", async (name) => {
    await using upstream = await startUpstream(name, {
      key: upstreamKey,
      ...(name === "sglang" && { server: sglangWithSeeds }),
    });
    const contextLength = contextLengths[name];
    await using gateway = await startGatewayInFront(name, upstream.url, {
      ...(contextLength !== undefined && { contextLength }),
    });
    const able = capabilities.filter((capability) => capability !== "fingerprint" || !late.includes(name));
    await expectContract(gateway, able, unsupported[name]);
    if (name in unsupportedByOpenAI) {
      const expected: Partial<Record<EngineName, Unsupported>> = unsupportedByOpenAI;
      await expectContract(gateway, able, expected[name] ?? {}, "openai");
    }
    // Parameters that the caller passes through are its own responsibility.
    const ofGateway = upstream.takeViolations().filter((violation) => !violation.includes(passedThrough));
    expect(ofGateway).toEqual([]);
  });

  // By default sglang ignores seeds.
  test("in front of sglang that is not deterministic", async () => {
    await using upstream = await startUpstream("sglang");
    await using gateway = await startGatewayInFront("sglang", upstream.url);
    await expectContract(gateway, ["known-tokens"], unsupported.sglang);
  });

  // An upstream that speaks the contract itself: the mock, which has Prism check every request and response.
  test("in front of azure", async () => {
    await using mock = await startMock({ port: 0 });
    await using gateway = await startGatewayInFront("azure", mock.url);
    await expectContract(gateway, capabilities, {});
    await expectContract(gateway, capabilities, unsupportedByOpenAI.azure, "openai");
  });
});
