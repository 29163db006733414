import { writeConfig } from "../gateway/config.ts";
import { measureEmbedded, shortLoad } from "../gateway/embedded.ts";
import { type Forwarding, measureForwarding } from "../gateway/forwarding.ts";
import { writeForwardingConfig } from "../gateway.ts";
import { byName } from "../measuring/rates.ts";
import { gatewayProgram } from "../programs.ts";
import type { CompareOnce } from "./compare-checkouts.ts";

const effort = { rounds: 2, seconds: 1, warmUp: 3, calls: 1000, place: "measured" } as const;

/** Compares how the gateways of two checkouts forward requests, and how fast they generate text themselves. */
export const compareGateways: CompareOnce = async (checkouts) => {
  const forwarding = await measureForwarding(async (url) => {
    const config = await writeForwardingConfig(url);
    return byName(checkouts, (checkout) => gatewayProgram(checkout, config));
  }, effort);
  const config = await writeConfig({ engine: "embedded" });
  const programs = byName(checkouts, (checkout) => gatewayProgram(checkout, config));
  const embedded = await measureEmbedded(programs, shortLoad, effort);
  const valuesOf = (figure: keyof Forwarding) => byName(forwarding, (figures) => figures[figure]);
  return [
    { name: "JSON", unit: "requests/s", better: "more", values: valuesOf("whole") },
    { name: "bursts", unit: "streams/s", better: "more", values: valuesOf("bursts") },
    { name: "paced", unit: "streams/s", better: "more", values: valuesOf("paced") },
    { name: "added p50", unit: "ms", better: "less", values: valuesOf("addedTime") },
    { name: "memory", unit: "MB", better: "less", values: valuesOf("memory") },
    { name: "embedded engine, 16 tokens", unit: "requests/s", better: "more", values: embedded },
  ];
};
