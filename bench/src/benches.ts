import type { Checkout } from "./checkout.ts";
import { benchClient } from "./client.ts";
import { compareClients } from "./compare/client.ts";
import type { CompareOnce } from "./compare/compare-checkouts.ts";
import { compareEngines } from "./compare/engine.ts";
import { compareFirstTokens } from "./compare/first-token.ts";
import { compareGateways } from "./compare/gateway.ts";
import { compareMocks } from "./compare/mock.ts";
import { compareReviews } from "./compare/review.ts";
import { compareValidators } from "./compare/validators.ts";
import { benchEngine } from "./engine.ts";
import { benchFirstToken } from "./first-token.ts";
import { benchGateway } from "./gateway.ts";
import { benchGrowth } from "./growth.ts";
import { benchMock } from "./mock.ts";
import type { Report } from "./report.ts";
import { benchReview } from "./review.ts";
import { benchScaling } from "./scaling.ts";
import { benchValidators } from "./validators.ts";

/** The measurements under one name. */
export interface Bench {
  /** One line for `--help`. */
  readonly description: string;
  /** Measures a checkout next to its peers, each figure in as many rounds. */
  readonly measure: (checkout: Checkout, rounds: number) => Promise<Report>;
  /** Measures two checkouts in turns. Without it, only recorded runs can be compared. */
  readonly compareOnce?: CompareOnce;
}

/** The benches by name, in the order in which they run. */
export const benches: ReadonlyMap<string, Bench> = new Map<string, Bench>([
  [
    "validators",
    {
      description: "the request validator, next to JSON.parse and ajv compiled just in time",
      measure: benchValidators,
      compareOnce: compareValidators,
    },
  ],
  [
    "engine",
    {
      description: "the embedded engine's model and its tokens a second",
      measure: benchEngine,
      compareOnce: compareEngines,
    },
  ],
  [
    "review",
    {
      description: "the review of spec changes, next to other tools, on packages/review/corpus",
      measure: benchReview,
      compareOnce: compareReviews,
    },
  ],
  [
    "mock",
    {
      description: "the mock, next to Prism, openapi-backend and mock-llm",
      measure: benchMock,
      compareOnce: compareMocks,
    },
  ],
  [
    "client",
    {
      description: "the client, next to other SDKs and its own transport",
      measure: benchClient,
      compareOnce: compareClients,
    },
  ],
  [
    "gateway",
    {
      description: "the gateway, next to other gateways and Prism; writes apps/gateway/docs/figures/",
      measure: benchGateway,
      compareOnce: compareGateways,
    },
  ],
  [
    "growth",
    {
      description: "the gateway with many streams, keys and deployments; writes apps/gateway/docs/figures/",
      measure: benchGrowth,
    },
  ],
  [
    "scaling",
    {
      description:
        "three gateways behind HAProxy in network namespaces; needs root and `npx pnpm@12 engines`",
      measure: benchScaling,
    },
  ],
  [
    "first-token",
    {
      description: "the gateway in front of a real llama.cpp; needs `npx pnpm@12 engines`",
      measure: benchFirstToken,
      compareOnce: compareFirstTokens,
    },
  ],
]);
