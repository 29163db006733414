import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { describeMachine } from "../measuring/machine.ts";
import { type Bar, formatFigure } from "../report.ts";
import { drawChart } from "./chart.ts";
import type { ForwardingFigures } from "./forwarding.ts";

const folder = new URL("../../../apps/gateway/docs/figures/", import.meta.url);
const peers = ["undici", "@fastify/http-proxy", "@portkey-ai/gateway", "@stoplight/prism-cli"];

/** Requests a second without an upstream. */
export interface EmbeddedRates {
  /** 16 tokens, each program on one core. */
  readonly gateway: number;
  readonly prism: number;
  /** 512 tokens, not pinned. */
  readonly oneWorker: number;
  readonly twoWorkers: number;
}

/** The figures of one run. */
export interface GatewayFigures {
  readonly forwarding: ForwardingFigures;
  readonly embedded: EmbeddedRates;
  readonly bars: readonly Bar[];
}

/** Writes tables (`tables.md`) and a chart (`chart.svg`) for the gateway's documentation. */
export async function writeFigures(figures: GatewayFigures): Promise<void> {
  await writeFile(new URL("tables.md", folder), toMarkdown(figures));
  await writeFile(new URL("chart.svg", folder), drawChart(figures.forwarding));
}

function toMarkdown({ forwarding, embedded, bars }: GatewayFigures): string {
  const versions = peers.map((name) => `${name} ${readVersion(name)}`).join(", ");
  const header = [
    "",
    "JSON, requests/s",
    "bursts, streams/s",
    "paced, streams/s",
    "added p50, ms",
    "memory, MB",
  ];
  const forwarded = Object.entries(forwarding).map(([name, { whole, bursts, paced, addedTime, memory }]) => [
    name,
    ...[whole, bursts, paced, addedTime, memory].map(formatFigure),
  ]);
  const generated = [
    ["gateway, 16 tokens", embedded.gateway],
    ["Prism, an example for the same request", embedded.prism],
    ["gateway, 512 tokens, one worker, not pinned", embedded.oneWorker],
    ["gateway, 512 tokens, two workers, not pinned", embedded.twoWorkers],
  ] as const;
  const promised = bars.map(({ name, value, bar, met }) => [
    name,
    formatFigure(value),
    bar,
    met ? "met" : "missed",
  ]);
  return `<!-- Written by \`npx pnpm@12 bench gateway\`. -->

One run. ${describeMachine()} Peers: ${versions}.

${toTable([header, ...forwarded])}

${toTable([["embedded engine", "requests/s"], ...generated.map(([name, value]) => [name, formatFigure(value)])])}

${toTable([["bar", "measured", "promised", ""], ...promised])}
`;
}

/** Formats a table. The first row is the header; all columns but the first are aligned to the right. */
function toTable([header = [], ...rows]: readonly (readonly string[])[]): string {
  const rule = header.map((_, column) => (column === 0 ? "---" : "---:"));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function readVersion(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return version;
}
