import { type EmbeddedRates, measureEmbedded } from "./gateway/embedded.ts";
import { writeFigures } from "./gateway/figures.ts";
import { type ForwardingFigures, measureForwarding } from "./gateway/forwarding.ts";
import { atLeast, atMost, type Bar, type Report, type Row } from "./report.ts";

/**
 * Compares the gateway with its peers, all in front of the same upstream, and its embedded engine with Prism. Writes what
 * the gateway's README shows of that.
 */
export async function benchGateway(): Promise<Report> {
  const forwarding = await measureForwarding();
  const embedded = await measureEmbedded();
  const bars = toBars(forwarding, embedded);
  await writeFigures({ forwarding, embedded, bars });
  return { rows: toRows(forwarding, embedded), bars };
}

function toBars(forwarding: ForwardingFigures, embedded: EmbeddedRates): Bar[] {
  const { gateway, "undici pass-through": undici, "@portkey-ai/gateway": portkey } = forwarding;
  return [
    atLeast(6, "JSON, requests/s, gateway : Portkey", gateway.whole / portkey.whole),
    atLeast(0.55, "JSON, requests/s, gateway : undici pass-through", gateway.whole / undici.whole),
    atMost(0.35, "JSON, added p50 on one connection, ms", gateway.addedTime),
    atLeast(0.8, "paced streams/s, gateway : undici pass-through", gateway.paced / undici.paced),
    atLeast(0.5, "bursts, streams/s, gateway : undici pass-through", gateway.bursts / undici.bursts),
    atLeast(5, "bursts, streams/s, gateway : Portkey", gateway.bursts / portkey.bursts),
    atLeast(3, "embedded engine, requests/s, gateway : Prism", embedded.gateway / embedded.prism),
    atLeast(1.6, "embedded engine, requests/s, two workers : one", embedded.twoWorkers / embedded.oneWorker),
    atMost(200, "memory after all that was forwarded, MB", gateway.memory),
  ];
}

function toRows(forwarding: ForwardingFigures, embedded: EmbeddedRates): Row[] {
  const rows = Object.entries(forwarding).flatMap(([name, { whole, bursts, paced, addedTime, memory }]) => [
    { name: `${name}, JSON`, value: whole, unit: "requests/s" },
    { name: `${name}, streams in bursts`, value: bursts, unit: "streams/s" },
    { name: `${name}, paced streams`, value: paced, unit: "streams/s" },
    { name: `${name}, JSON, added p50`, value: addedTime, unit: "ms" },
    { name: `${name}, memory`, value: memory, unit: "MB" },
  ]);
  return [
    ...rows,
    { name: "embedded engine, 16 tokens", value: embedded.gateway, unit: "requests/s" },
    { name: "Prism, an example for the same request", value: embedded.prism, unit: "requests/s" },
    { name: "embedded engine, 512 tokens, one worker", value: embedded.oneWorker, unit: "requests/s" },
    { name: "embedded engine, 512 tokens, two workers", value: embedded.twoWorkers, unit: "requests/s" },
  ];
}
