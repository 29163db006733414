import { writeFile } from "node:fs/promises";
import { figuresFolder, toTable } from "../gateway/figures.ts";
import { describeMachine } from "../measuring/machine.ts";
import { formatFigure } from "../report.ts";
import { drawGrowth } from "./chart.ts";
import type { Configured } from "./configured.ts";
import type { Growth } from "./growth.ts";
import type { OpenStreams } from "./open-streams.ts";
import { eventInterval } from "./stream-time.ts";

/** Writes tables (`growth.md`) and a chart (`growth.svg`) for the gateway's documentation. */
export async function writeGrowth(growth: Growth): Promise<void> {
  await writeFile(new URL("growth.md", figuresFolder), toMarkdown(growth));
  await writeFile(new URL("growth.svg", figuresFolder), drawGrowth(growth));
}

function toMarkdown({ streams, keys, deployments }: Growth): string {
  const header = [
    "",
    "open streams",
    "lateness p50, ms",
    "lateness p99, ms",
    "between events p50, ms",
    "between events p99, ms",
    "processor time of an event, µs",
    "memory, MB",
    "memory of a stream more, kB",
    "load on the other core",
  ];
  const rows = Object.entries(streams).flatMap(([name, counts]) =>
    counts.map(({ count, late, between, cpu, memory, loadCore }, place) => [
      name,
      ...[count, late.p50, late.p99, between.p50, between.p99, cpu, memory].map(formatFigure),
      memoryOfStream(counts, place),
      `${Math.round(100 * Number(formatFigure(loadCore)))} %`,
    ]),
  );
  return `<!-- Written by \`npx pnpm@12 bench growth\`. -->

One run. ${describeMachine()}

Each stream has an event every ${eventInterval} ms. Lateness is the time from an event's departure from the upstream to its arrival at
the client. The other core has the client and the upstream: near 100 %, they are the limit.

${toTable([header, ...rows])}

${toTable([["keys", ...configuredHeader], ...keys.map(toCells)])}

${toTable([["deployments", ...configuredHeader], ...deployments.map(toCells)])}
`;
}

const configuredHeader = ["processor time of a request, µs", "start to first 200, ms", "memory, MB"];

function toCells({ count, cpu, start, memory }: Configured): string[] {
  return [count, cpu, start, memory].map(formatFigure);
}

/** Returns the kilobytes that each stream takes beyond those of the row before. */
function memoryOfStream(counts: readonly OpenStreams[], place: number): string {
  const [before, here] = [counts[place - 1], counts[place]];
  if (!before || !here) return "";
  return formatFigure((1024 * (here.memory - before.memory)) / (here.count - before.count));
}
