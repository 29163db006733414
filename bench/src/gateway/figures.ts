import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import type { Bar } from "../report.ts";
import { drawChart } from "./chart.ts";
import type { EmbeddedRates } from "./embedded.ts";
import type { ForwardingFigures } from "./forwarding.ts";

/** Where the gateway's README has its figures. */
const folder = new URL("../../../apps/gateway/", import.meta.url);
const peers = ["undici", "@fastify/http-proxy", "@portkey-ai/gateway", "@stoplight/prism-cli"];
const figures = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** What a run found out. */
export interface Findings {
  readonly forwarding: ForwardingFigures;
  readonly embedded: EmbeddedRates;
  readonly bars: readonly Bar[];
}

/** Writes tables (`figures.md`) and a chart (`figures.svg`) for the gateway's README. */
export async function writeFigures(findings: Findings): Promise<void> {
  await writeFile(new URL("figures.md", folder), toMarkdown(findings));
  await writeFile(new URL("figures.svg", folder), drawChart(findings.forwarding));
}

function toMarkdown({ forwarding, embedded, bars }: Findings): string {
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
    ...[whole, bursts, paced, addedTime, memory].map(figures.format),
  ]);
  const generated = [
    ["gateway, 16 tokens", embedded.gateway],
    ["Prism, an example for the same request", embedded.prism],
    ["gateway, 512 tokens, one worker", embedded.oneWorker],
    ["gateway, 512 tokens, two workers", embedded.twoWorkers],
  ] as const;
  const promised = bars.map(({ name, value, bar, met }) => [
    name,
    figures.format(value),
    bar,
    met ? "met" : "missed",
  ]);
  return `<!-- Written by \`npx pnpm@12 bench gateway\`. -->

One run, on ${cpus().length} cores that load, upstream and servers share; Node ${process.versions.node}, ${versions}.

${toTable([header, ...forwarded])}

${toTable([["embedded engine", "requests/s"], ...generated.map(([name, value]) => [name, figures.format(value)])])}

${toTable([["bar", "measured", "promised", ""], ...promised])}
`;
}

/** The first row is the header; all but the first column are aligned to the right. */
function toTable([header = [], ...rows]: readonly (readonly string[])[]): string {
  const rule = header.map((_, column) => (column === 0 ? "---" : "---:"));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function readVersion(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return version;
}
