import { ratio } from "../measuring/rounds.ts";
import { atLeast, atMost, type Bar } from "../report.ts";
import type { MeasuredGateway, WorkerRates } from "./measured-gateway.ts";

/** A promise about the gateway. */
export interface GatewayBar extends Bar {
  /** False if the figure is the same for every way to pin servers. */
  readonly dependsOnPinning: boolean;
}

/** Compares figures with what the project promises for servers on one core. */
export function toBars({ forwarding, embedded }: MeasuredGateway, workers: WorkerRates): GatewayBar[] {
  const {
    gateway,
    "undici pass-through": undici,
    "@fastify/http-proxy": fastify,
    "@portkey-ai/gateway": portkey,
  } = forwarding;
  const pinned = [
    atLeast(1.3, "JSON, requests/s, gateway : @fastify/http-proxy", ratio(gateway.whole, fastify.whole)),
    atLeast(0.6, "JSON, requests/s, gateway : undici pass-through", ratio(gateway.whole, undici.whole)),
    atLeast(6, "JSON, requests/s, gateway : Portkey", ratio(gateway.whole, portkey.whole)),
    atMost(0.22, "JSON, added p50 on one connection, ms", gateway.addedTime),
    atMost(1, "JSON, p99 on 16 connections, gateway : undici pass-through", ratio(gateway.p99, undici.p99)),
    atLeast(0.75, "bursts, streams/s, gateway : undici pass-through", ratio(gateway.bursts, undici.bursts)),
    atLeast(5, "bursts, streams/s, gateway : Portkey", ratio(gateway.bursts, portkey.bursts)),
    atLeast(1, "paced streams/s, gateway : undici pass-through", ratio(gateway.paced, undici.paced)),
    atLeast(4, "embedded engine, requests/s, gateway : Prism", ratio(embedded.gateway, embedded.prism)),
    atMost(150, "memory after all that was forwarded, MB", gateway.memory),
  ];
  return [
    ...pinned.map((bar) => ({ ...bar, dependsOnPinning: true })),
    {
      ...atLeast(
        1.8,
        "embedded engine, not pinned, requests/s, two workers : one",
        ratio(workers.two, workers.one),
      ),
      dependsOnPinning: false,
    },
  ];
}
