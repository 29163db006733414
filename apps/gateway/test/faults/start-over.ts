import { type Expectation, runContract } from "@completions-api/contract";
import { expect } from "vitest";
import { createOpenAIBackend } from "../../src/backends/openai/backend.ts";
import { vllm } from "../../src/backends/openai/dialects/vllm.ts";
import { split } from "../../src/backends/split.ts";
import type { Gateway } from "../../src/index.ts";
import { balance } from "../../src/resilience/balance.ts";
import type { BreakerOptions } from "../../src/resilience/breaker.ts";
import {
  ConcurrencyLimiter,
  type ConcurrencyOptions,
  limitConcurrency,
} from "../../src/resilience/concurrency.ts";
import { limitTime, type Timeouts } from "../../src/resilience/timeouts.ts";
import { Upstream } from "../../src/resilience/upstream.ts";
import type { RequestRecord } from "../../src/telemetry/request-record.ts";
import { ScriptedUpstream } from "../support/scripted-upstream.ts";
import { deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

export interface Faulty {
  readonly timeouts?: Partial<Timeouts> & { readonly connect?: number };
  readonly breaker?: BreakerOptions;
  readonly slots?: ConcurrencyOptions;
  readonly promptsPerRequest?: number;
}

/** A gateway over servers of an engine, and what it says of itself. */
export interface GatewayOver extends Gateway {
  readonly upstreams: readonly Upstream[];
  readonly slots: ConcurrencyLimiter;
  /** Of the requests that have ended. */
  readonly records: readonly Readonly<RequestRecord>[];
  /** What the rate limiter was told that requests used. */
  readonly settled: readonly number[];
}

export async function startOver(
  urls: readonly string[],
  {
    timeouts = {},
    breaker = { failures: 100, retryAfter: 60_000 },
    slots: slotsOptions = { concurrency: 100, queue: 0 },
    promptsPerRequest = Number.POSITIVE_INFINITY,
  }: Faulty = {},
): Promise<GatewayOver> {
  const patience = { firstByte: 60_000, idle: 60_000, whole: 60_000, ...timeouts };
  const engines = urls.map((url) => createOpenAIBackend({ url, model: "m", dialect: vllm, timeouts }));
  const upstreams = engines.map(
    ({ generate }, index) =>
      new Upstream({ name: `upstream-${index}`, generate: limitTime(generate, patience), breaker }),
  );
  const slots = new ConcurrencyLimiter(slotsOptions);
  const generate = limitConcurrency(split(balance(upstreams), promptsPerRequest), slots);
  const records: Readonly<RequestRecord>[] = [];
  const settled: number[] = [];
  const gateway = await startTestGateway({
    deployment: deploymentOf(generate),
    observe: (record) => records.push(record),
    rateLimiter: {
      admit: async () => ({ headers: {}, settle: (tokens) => settled.push(tokens) }),
    },
  });
  return {
    ...gateway,
    upstreams,
    slots,
    records,
    settled,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}

/** Where nothing listens. */
export async function unusedUrl(): Promise<string> {
  await using upstream = await ScriptedUpstream.start(() => {});
  return upstream.url;
}

/** Sends a request, and holds what comes of it against the whole contract. */
export async function expectAnswer(
  { url }: Pick<Gateway, "url">,
  body: object,
  expectation: Expectation,
): Promise<void> {
  const target = { baseUrl: url, token, capabilities: [] };
  const exchanges = [{ request: { body }, expect: expectation }];
  const contractCase = { id: "fault", title: "it is answered by the contract", covers: [], exchanges };
  for await (const result of runContract({ target, cases: [contractCase] })) {
    expect("reason" in result ? result.reason : undefined).toBeUndefined();
  }
}
