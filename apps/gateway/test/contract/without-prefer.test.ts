import { casesOf, type Exchange, type ExchangeCase } from "@completions-api/contract";
import type { Engine } from "@completions-api/engine";
import document from "@completions-api/spec/openapi.json" with { type: "json" };
import type { ErrorCode } from "@completions-api/types";
import { expect, test } from "vitest";
import { expectCases, expectExchanges } from "../support/expect-contract.ts";
import { ask, deploymentOfEngine, startTestGateway } from "../support/start-gateway.ts";
import { startUpstream } from "../upstreams/start-upstream.ts";
import { failingAfter, HangingModel } from "./broken-models.ts";
import { startConfiguredGateway, startGatewayInFront, upstreamKey } from "./gateway-in-front.ts";

// The mock fails on demand and responds with the spec's examples. For a gateway, these tests create the situation.

const embedded = { engine: "embedded" };
const body = { prompt: "Call me", max_tokens: 8, seed: 7 };

function completes(request: object, headers?: Readonly<Record<string, string>>): Exchange {
  return { request: { body: request, ...(headers && { headers }) }, expect: { outcome: "completion" } };
}

/** A request that gets this error, streamed and not. */
function fails(code: ErrorCode, request: object = body, more: object = {}): Exchange[] {
  return [false, true].map((stream) => ({
    request: { body: { ...request, stream } },
    expect: { outcome: "error", code, ...more },
  }));
}

/** Expects the exact response of one of the spec's examples. */
async function expectExample(name: string, config: object = {}): Promise<void> {
  await using gateway = await startConfiguredGateway({ deployments: { default: embedded }, ...config });
  const cases = casesOf("completions").filter(({ id }) => id === `example-${name}`);
  expect(cases).toHaveLength(1);
  await expectCases(gateway, cases);
}

/** Expects any completion for the request of an example, whose own completion is another model's. */
async function expectCompletion(request: object): Promise<void> {
  await using gateway = await startConfiguredGateway({ deployments: { default: embedded } });
  await expectExchanges(gateway, completes(request));
}

/** Expects these outcomes in front of an upstream with this model. */
async function expectInFront(
  model: Engine,
  exchanges: readonly Exchange[],
  more: object = {},
): Promise<void> {
  await using upstream = await startUpstream("vllm", { key: upstreamKey, model });
  await using gateway = await startGatewayInFront("vllm", upstream.url, more);
  await expectExchanges(gateway, ...exchanges);
}

/** Expects a 503 while the only slot of a deployment is taken. */
async function expectBusy(): Promise<void> {
  const model = new HangingModel();
  await using upstream = await startUpstream("vllm", { key: upstreamKey, model });
  const slots = { concurrency: 1, queue: 0 };
  await using gateway = await startGatewayInFront("vllm", upstream.url, slots);
  const leaving = new AbortController();
  const waits = ask(gateway, body, { signal: leaving.signal });
  await model.begun;
  await expectExchanges(gateway, ...fails("service_unavailable", body, { retryAfter: 1 }));
  leaving.abort();
  await expect(waits).rejects.toThrow();
}

/** Expects a stream that ends with an error event after these numbers of deltas. */
async function expectInterruption(...deltas: readonly number[]): Promise<void> {
  const request = { body: { ...body, stream: true } };
  for (const count of deltas)
    await expectInFront(failingAfter(count), [{ request, expect: { outcome: "interrupted" } }]);
}

/** Starts a gateway with a bug that each request meets. */
function startFaultyGateway(): ReturnType<typeof startTestGateway> {
  const faulty = deploymentOfEngine(() => {
    throw new TypeError("This is a bug of the gateway.");
  });
  return startTestGateway({ deployment: faulty });
}

const examples = document.components.examples;

/** The situations by the ids of the cases that they replace. */
const situations: Readonly<Record<string, () => Promise<void>>> = {
  async "rate-limited"() {
    await using gateway = await startConfiguredGateway({
      deployments: { default: embedded },
      limits: { requestsPerMinute: 1 },
    });
    await expectExchanges(gateway, completes(body), ...fails("too_many_requests"));
  },

  async "content-filtered"() {
    await using gateway = await startConfiguredGateway({
      deployments: { default: embedded },
      filter: { terms: ["call me"] },
    });
    await expectExchanges(gateway, ...fails("content_filter", body, { param: "prompt" }));
  },

  "stream-error-event": () => expectInterruption(1, 3),
  "error-event-ends-response": () => expectInterruption(1),

  "retry-after-of-503": expectBusy,

  // The tests of packages/http cover the 408 of slow senders, which takes a while.
  async "server-failures"() {
    await using gateway = await startFaultyGateway();
    await expectExchanges(gateway, ...fails("internal_error"));
    await expectInFront(failingAfter(0), fails("bad_gateway"));
    await expectBusy();
    await expectInFront(new HangingModel(), fails("gateway_timeout"), { timeouts: { firstByte: 100 } });
  },

  async "deployment-known"() {
    await using gateway = await startConfiguredGateway({
      deployments: { default: embedded, other: embedded },
    });
    await expectExchanges(gateway, completes(body, { "azureml-model-deployment": "other" }));
  },

  "example-no-token": () => expectExample("no-token"),
  "example-unknown-deployment": () => expectExample("unknown-deployment"),
  "example-extra-parameter": () => expectExample("extra-parameter"),
  "example-temperature-out-of-range": () => expectExample("temperature-out-of-range"),
  "example-wrong-token": () => expectExample("wrong-token"),
  "example-prompt-too-long": () => expectExample("prompt-too-long"),
  "example-content-filtered": () =>
    expectExample("content-filtered", { filter: { terms: ["filter refuses"] } }),

  async "example-server-failure"() {
    await using gateway = await startFaultyGateway();
    const response = await ask(gateway, examples["server-failure-response"]["x-request"].body);
    expect(await response.json()).toEqual(examples["server-failure-response"].value);
  },
  async "example-body-too-large"() {
    await using gateway = await startConfiguredGateway({ deployments: { default: embedded } });
    const response = await ask(gateway, { prompt: "whale ".repeat(2 ** 18) });
    expect(await response.json()).toEqual(examples["body-too-large-response"].value);
  },
  "example-overloaded": expectBusy,

  // The exact rate limit would have to last 30 seconds, and a server may describe better what it does not support.
  async "example-rate-limited"() {
    await using gateway = await startConfiguredGateway({
      deployments: { default: embedded },
      limits: { tokensPerMinute: 50 },
    });
    const { body } = examples["rate-limited-response"]["x-request"];
    await expectExchanges(gateway, completes(body), ...fails("too_many_requests", body));
  },
  async "example-unsupported-parameter"() {
    await using gateway = await startConfiguredGateway({
      deployments: { default: { ...embedded, parameters: ["max_tokens", "stream"] } },
    });
    const { body } = examples["unsupported-parameter-response"]["x-request"];
    await expectExchanges(gateway, ...fails("parameter_not_supported", body, { loc: ["body", "seed"] }));
  },

  async "example-filtered-completion"() {
    await using gateway = await startConfiguredGateway({
      deployments: { default: embedded },
      filter: { terms: ["ishmael"] },
    });
    const check: ExchangeCase["check"] = (completions) => {
      for (const { completion } of completions) {
        expect(completion.choices).toEqual([{ index: 0, text: " ", finish_reason: "content_filter" }]);
      }
    };
    const exchanges = [false, true].map((stream) => completes({ ...body, temperature: 0, stream }));
    await expectCases(gateway, [{ id: "filtered", title: "the text is cut", covers: [], exchanges, check }]);
  },

  "example-sample": () => expectCompletion(examples["sample-request"].value),
  "example-streamed": () => expectCompletion(examples["streamed-request"].value),
  "example-text-prompts": () => expectCompletion(examples["text-prompts-request"].value),
  "example-token-prompt": () => expectCompletion(examples["token-prompt-request"].value),
  "example-token-prompts": () => expectCompletion(examples["token-prompts-request"].value),
};

test("there is a situation for each case that does not apply to a gateway", () => {
  const cases = casesOf("completions").filter(
    ({ needs = [] }) => needs.includes("prefer") || needs.includes("examples"),
  );
  expect(Object.keys(situations).sort()).toEqual(cases.map(({ id }) => id).sort());
});

test.each(Object.entries(situations))("%s", (_, produce) => produce());
