import type { Checkout } from "./checkout.ts";
import { peerPrograms, streamUpstream } from "./gateway/programs.ts";
import { writeForwardingConfig } from "./gateway.ts";
import { type Configured, measureConfigured } from "./growth/configured.ts";
import { writeGrowth } from "./growth/figures.ts";
import { measureOpenStreams, type OpenStreams } from "./growth/open-streams.ts";
import { ratio } from "./measuring/rounds.ts";
import { gatewayProgram } from "./programs.ts";
import { atMost, type Bar, formatFigure, type Report, type Row } from "./report.ts";

/** A request may cost this many times as much with many keys or deployments as with one. */
const flat = 1.1;

/**
 * Measures how the gateway grows: with the streams that are open, next to its peers, and with the keys and deployments of its
 * configuration. Writes the table and the chart of the gateway's documentation.
 */
export async function benchGrowth(checkout: Checkout, rounds: number): Promise<Report> {
  const streams = await measureOpenStreams(async (url) => {
    const { "undici pass-through": undici } = peerPrograms(url);
    return {
      gateway: gatewayProgram(checkout, await writeForwardingConfig(url)),
      "undici pass-through": undici,
      "no gateway": streamUpstream,
    };
  }, rounds);
  const keys = await measureConfigured(checkout, "keys", rounds);
  const deployments = await measureConfigured(checkout, "deployments", rounds);
  await writeGrowth({ streams, keys, deployments });
  return {
    rows: [
      ...Object.entries(streams).flatMap(([name, counts]) =>
        counts.flatMap((open) => toStreamRows(name, open)),
      ),
      ...keys.flatMap((configured) => toConfiguredRows("keys", configured)),
      ...deployments.flatMap((configured) => toConfiguredRows("deployments", configured)),
    ],
    bars: [...toFlatBars("keys", keys), ...toFlatBars("deployments", deployments)],
  };
}

function toStreamRows(name: string, { count, late, between, cpu, memory, loadCore }: OpenStreams): Row[] {
  const open = `${name}, ${formatFigure(count)} open streams`;
  return [
    { name: `${open}, lateness of events, p50`, value: late.p50, unit: "ms" },
    { name: `${open}, lateness of events, p99`, value: late.p99, unit: "ms" },
    { name: `${open}, time between events, p50`, value: between.p50, unit: "ms" },
    { name: `${open}, time between events, p99`, value: between.p99, unit: "ms" },
    { name: `${open}, processor time of an event`, value: cpu, unit: "µs" },
    { name: `${open}, memory`, value: memory, unit: "MB" },
    { name: `${open}, load on the core of client and upstream`, value: loadCore, unit: "of 1" },
  ];
}

function toConfiguredRows(what: string, { count, cpu, start, memory }: Configured): Row[] {
  const name = `${what}: ${formatFigure(count)}`;
  return [
    { name: `${name}, processor time of a request`, value: cpu, unit: "µs" },
    { name: `${name}, start to first 200`, value: start, unit: "ms" },
    { name: `${name}, memory`, value: memory, unit: "MB" },
  ];
}

function toFlatBars(what: string, [one, ...more]: readonly Configured[]): Bar[] {
  return more.map(({ count, cpu }) =>
    atMost(
      flat,
      `processor time of a request, ${formatFigure(count)} ${what} : one`,
      ratio(cpu, one?.cpu ?? []),
    ),
  );
}
