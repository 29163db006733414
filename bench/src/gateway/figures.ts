import { writeFile } from "node:fs/promises";
import { describeMachine, readVersion } from "../measuring/machine.ts";
import { formatFigure } from "../report.ts";
import type { GatewayBar } from "./bars.ts";
import { drawChart } from "./chart.ts";
import type { MeasuredGateway, WorkerRates } from "./measured-gateway.ts";

/** The folder of the gateway's figures. */
export const figuresFolder: URL = new URL("../../../apps/gateway/docs/figures/", import.meta.url);
const peers = ["undici", "@fastify/http-proxy", "@portkey-ai/gateway", "@stoplight/prism-cli"];

/** The figures of one run. */
export interface GatewayFigures {
  readonly oneCore: MeasuredGateway;
  readonly mainThread: MeasuredGateway;
  readonly workers: WorkerRates;
  /** The promises, for servers on one core. */
  readonly bars: readonly GatewayBar[];
  /** The same figures for the other way to pin servers. */
  readonly otherWay: readonly GatewayBar[];
}

/** Writes tables (`tables.md`) and a chart (`chart.svg`) for the gateway's documentation. */
export async function writeFigures(figures: GatewayFigures): Promise<void> {
  await writeFile(new URL("tables.md", figuresFolder), toMarkdown(figures));
  await writeFile(new URL("chart.svg", figuresFolder), drawChart(figures.oneCore.forwarding));
}

function toMarkdown({ oneCore, mainThread, workers, bars, otherWay }: GatewayFigures): string {
  const versions = peers.map((name) => `${name} ${readVersion(name)}`).join(", ");
  const promised = bars.map(({ name, value, bar, met }) => {
    const other = otherWay.find((free) => free.name === name);
    return [name, formatFigure(value), bar, met ? "met" : "missed", other ? formatFigure(other.value) : ""];
  });
  return `<!-- Written by \`npx pnpm@12 bench gateway\`. -->

One run. ${describeMachine()} Peers: ${versions}. Each figure is the median of ${workers.one.length} rounds.

${toTable([["bar", "on one core", "promised", "", "helper threads free"], ...promised])}

Each server on one core, V8's helper threads included:

${toTables(oneCore)}

Only the main thread of each server on that core, its helper threads on any:

${toTables(mainThread)}

Not pinned:

${toTable([
  ["embedded engine, 512 tokens", "requests/s"],
  ["one worker", formatFigure(workers.one)],
  ["two workers", formatFigure(workers.two)],
])}
`;
}

function toTables({ forwarding, embedded }: MeasuredGateway): string {
  const header = [
    "",
    "JSON, requests/s",
    "p99 on 16 connections, ms",
    "bursts, streams/s",
    "paced, streams/s",
    "added p50, ms",
    "memory, MB",
  ];
  const forwarded = Object.entries(forwarding).map(
    ([name, { whole, p99, bursts, paced, addedTime, memory }]) => [
      name,
      ...[whole, p99, bursts, paced, addedTime, memory].map(formatFigure),
    ],
  );
  const generated = [
    ["embedded engine, 16 tokens", "requests/s"],
    ["gateway", formatFigure(embedded.gateway)],
    ["Prism, an example for the same request", formatFigure(embedded.prism)],
  ];
  return `${toTable([header, ...forwarded])}\n\n${toTable(generated)}`;
}

/** Formats a table. The first row is the header; all columns but the first are aligned to the right. */
export function toTable([header = [], ...rows]: readonly (readonly string[])[]): string {
  const rule = header.map((_, column) => (column === 0 ? "---" : "---:"));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
