import type { Checkout } from "./checkout.ts";
import { type GatewayBar, toBars } from "./gateway/bars.ts";
import { writeConfig } from "./gateway/config.ts";
import { longLoad, measureEmbedded, shortLoad } from "./gateway/embedded.ts";
import { writeFigures } from "./gateway/figures.ts";
import { measureForwarding } from "./gateway/forwarding.ts";
import type { MeasuredGateway, WorkerRates } from "./gateway/measured-gateway.ts";
import { peerPrograms } from "./gateway/programs.ts";
import type { Place } from "./measuring/cores.ts";
import { gatewayProgram, prismProgram } from "./programs.ts";
import type { Report, Row } from "./report.ts";

/** How long each contender is measured in a round, and before the first. The gateway takes longest to warm up. */
const turn = { seconds: 2, warmUp: 12, calls: 3000 };
/** The same for the embedded engine and Prism, which takes longest of the two. */
const embeddedTurn = { seconds: 2, warmUp: 10 };
const suffix = "helper threads free";

/**
 * Compares the gateway with its peers in front of the same upstream, and its embedded engine with Prism: first with each server
 * on one core, then with only its main thread there. Writes the tables and the chart of the gateway's documentation.
 */
export async function benchGateway(checkout: Checkout, rounds: number): Promise<Report> {
  const oneCore = await measureAt("measured", checkout, rounds);
  const mainThread = await measureAt("main-thread", checkout, rounds);
  const workers = await measureWorkers(checkout, rounds);
  const bars = toBars(oneCore, workers);
  const otherWay = toBars(mainThread, workers).filter(({ dependsOnPinning }) => dependsOnPinning);
  await writeFigures({ oneCore, mainThread, workers, bars, otherWay });
  return {
    rows: [
      ...toRows(oneCore),
      ...toRows(mainThread).map((row) => ({ ...row, name: `${row.name}, ${suffix}` })),
      ...otherWay.map(toRow),
      { name: "embedded engine, 512 tokens, one worker, not pinned", value: workers.one, unit: "requests/s" },
      {
        name: "embedded engine, 512 tokens, two workers, not pinned",
        value: workers.two,
        unit: "requests/s",
      },
    ],
    bars,
  };
}

/** Writes the configuration of a gateway in front of the bench's upstream, and returns its path. */
export function writeForwardingConfig(url: string): Promise<string> {
  return writeConfig({ engine: "vllm", urls: [`${url}/v1`], model: "meta-llama/Llama-3.1-8B" });
}

async function measureAt(place: Place, checkout: Checkout, rounds: number): Promise<MeasuredGateway> {
  const forwarding = await measureForwarding(
    async (url) => ({
      gateway: gatewayProgram(checkout, await writeForwardingConfig(url)),
      ...peerPrograms(url),
    }),
    { ...turn, rounds, place },
  );
  const gateway = gatewayProgram(checkout, await writeConfig({ engine: "embedded" }));
  const load = { ...shortLoad, place };
  const embedded = await measureEmbedded({ gateway, prism: prismProgram }, load, { ...embeddedTurn, rounds });
  return { forwarding, embedded };
}

/** Measures one worker and two. They need all cores, so nothing is pinned. */
async function measureWorkers(checkout: Checkout, rounds: number): Promise<WorkerRates> {
  const config = await writeConfig({ engine: "embedded" });
  const one = gatewayProgram(checkout, config);
  const two = gatewayProgram(checkout, config, "--workers", "2");
  return await measureEmbedded({ one, two }, longLoad, { ...embeddedTurn, rounds });
}

function toRow({ name, value, bar }: GatewayBar): Row {
  return { name: `${name}, ${suffix}`, value, unit: `(${bar} on one core)` };
}

function toRows({ forwarding, embedded }: MeasuredGateway): Row[] {
  const rows = Object.entries(forwarding).flatMap(
    ([name, { whole, p99, bursts, paced, addedTime, memory }]) => [
      { name: `${name}, JSON`, value: whole, unit: "requests/s" },
      { name: `${name}, JSON, p99 on 16 connections`, value: p99, unit: "ms" },
      { name: `${name}, streams in bursts`, value: bursts, unit: "streams/s" },
      { name: `${name}, paced streams`, value: paced, unit: "streams/s" },
      { name: `${name}, JSON, added p50`, value: addedTime, unit: "ms" },
      { name: `${name}, memory`, value: memory, unit: "MB" },
    ],
  );
  return [
    ...rows,
    { name: "embedded engine, 16 tokens", value: embedded.gateway, unit: "requests/s" },
    { name: "Prism, an example for the same request", value: embedded.prism, unit: "requests/s" },
  ];
}
