import type { Checkout } from "./checkout.ts";
import { writeConfig } from "./gateway/config.ts";
import { longLoad, measureEmbedded, shortLoad } from "./gateway/embedded.ts";
import { type EmbeddedRates, writeFigures } from "./gateway/figures.ts";
import { type ForwardingFigures, measureForwarding } from "./gateway/forwarding.ts";
import { peerPrograms } from "./gateway/programs.ts";
import { gatewayProgram, prismProgram } from "./programs.ts";
import { atLeast, atMost, type Bar, type Report, type Row } from "./report.ts";

const effort = { turns: 5, seconds: 2 };

/**
 * Compares the gateway with its peers in front of the same upstream, and its embedded engine with Prism. Writes the table and the
 * chart of the gateway's documentation.
 */
export async function benchGateway(checkout: Checkout): Promise<Report> {
  const forwarding = await measureForwarding(
    async (url) => ({
      gateway: gatewayProgram(checkout, await writeForwardingConfig(url)),
      ...peerPrograms(url),
    }),
    { ...effort, calls: 3000 },
  );
  const embedded = await benchEmbedded(checkout);
  const bars = toBars(forwarding, embedded);
  await writeFigures({ forwarding, embedded, bars });
  return { rows: toRows(forwarding, embedded), bars };
}

/** Writes the configuration of a gateway in front of the bench's upstream, and returns its path. */
export function writeForwardingConfig(url: string): Promise<string> {
  return writeConfig({ engine: "vllm", urls: [`${url}/v1`], model: "meta-llama/Llama-3.1-8B" });
}

async function benchEmbedded(checkout: Checkout): Promise<EmbeddedRates> {
  const config = await writeConfig({ engine: "embedded" });
  const gateway = gatewayProgram(checkout, config);
  const programs = { gateway, prism: prismProgram };
  const workers = { oneWorker: gateway, twoWorkers: gatewayProgram(checkout, config, "--workers", "2") };
  return {
    ...(await measureEmbedded(programs, shortLoad, effort)),
    ...(await measureEmbedded(workers, longLoad, effort)),
  };
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
    atLeast(
      1.6,
      "embedded engine, not pinned, requests/s, two workers : one",
      embedded.twoWorkers / embedded.oneWorker,
    ),
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
  const rate = (name: string, value: number) => ({ name, value, unit: "requests/s" });
  return [
    ...rows,
    rate("embedded engine, 16 tokens", embedded.gateway),
    rate("Prism, an example for the same request", embedded.prism),
    rate("embedded engine, 512 tokens, one worker, not pinned", embedded.oneWorker),
    rate("embedded engine, 512 tokens, two workers, not pinned", embedded.twoWorkers),
  ];
}
