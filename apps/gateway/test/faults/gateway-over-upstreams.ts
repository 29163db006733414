import type { GenerationRequest } from "../../src/backends/backend.ts";
import { createOpenAIBackend } from "../../src/backends/openai/backend.ts";
import type { Dialect } from "../../src/backends/openai/dialect.ts";
import { vllm } from "../../src/backends/openai/dialects/vllm.ts";
import { stopsWhenLeft } from "../../src/backends/openai/requests/is-streamed.ts";
import { splitPrompts } from "../../src/backends/split.ts";
import type { Gateway } from "../../src/index.ts";
import { type ConcurrencyOptions, DeploymentQueue } from "../../src/queue/deployment-queue.ts";
import { limitConcurrency } from "../../src/queue/limit-concurrency.ts";
import { balance } from "../../src/resilience/balance.ts";
import type { BreakerOptions } from "../../src/resilience/breaker.ts";
import { chargeTokens } from "../../src/resilience/charge-tokens.ts";
import { limitTime, type Timeouts } from "../../src/resilience/timeouts.ts";
import { Upstream } from "../../src/resilience/upstream.ts";
import type { RequestRecord } from "../../src/telemetry/request-record.ts";
import { ScriptedUpstream } from "../support/scripted-upstream.ts";
import { deploymentOf, startTestGateway } from "../support/start-gateway.ts";

/** The limits of a gateway and its upstreams. */
export interface GatewayLimits {
  readonly timeouts?: Partial<Timeouts> & { readonly connect?: number };
  readonly breaker?: BreakerOptions;
  readonly slots?: Partial<ConcurrencyOptions>;
  readonly promptsPerRequest?: number;
  /** The dialect of the servers; by default that of vLLM. */
  readonly dialect?: Dialect;
}

/** A gateway in front of servers of an engine, and its inner state. */
export interface GatewayOver extends Gateway {
  readonly upstreams: readonly Upstream[];
  readonly slots: DeploymentQueue;
  /** The records of requests that have ended. */
  readonly records: readonly Readonly<RequestRecord>[];
  /** The numbers of tokens that the rate limiter was told. */
  readonly settled: readonly number[];
}

/** Starts a gateway in front of these servers, which are very patient by default. */
export async function startGatewayOver(
  urls: readonly string[],
  {
    timeouts = {},
    breaker = { failures: 100, retryAfter: 60_000 },
    slots: slotsOptions = {},
    promptsPerRequest = Number.POSITIVE_INFINITY,
    dialect = vllm,
  }: GatewayLimits = {},
): Promise<GatewayOver> {
  const patience = { firstByte: 60_000, idle: 60_000, whole: 60_000, ...timeouts };
  const engines = urls.map((url) => createOpenAIBackend({ url, model: "m", dialect, timeouts }));
  const upstreams = engines.map(
    ({ generate }, index) =>
      new Upstream({
        name: `upstream-${index}`,
        generate: limitTime(generate, patience),
        breaker,
      }),
  );
  const slots = new DeploymentQueue({ concurrency: 100, queue: 0, queueTimeout: 60_000, ...slotsOptions });
  const stops = (request: GenerationRequest) => stopsWhenLeft(request, dialect);
  const charged = chargeTokens(splitPrompts(balance(upstreams), promptsPerRequest), stops);
  const generate = limitConcurrency(charged, slots, stops);
  const records: Readonly<RequestRecord>[] = [];
  const settled: number[] = [];
  const gateway = await startTestGateway({
    deployment: deploymentOf(generate),
    observe: (record) => records.push(record),
    rateLimiter: {
      countRequest: () => undefined,
      reserveTokens: async (_caller, reserved) => ({
        headers: {},
        reserved,
        settle: (tokens) => settled.push(tokens),
      }),
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

/** Returns a URL at which no server listens. */
export async function unusedUrl(): Promise<string> {
  await using upstream = await ScriptedUpstream.start(() => {});
  return upstream.url;
}
