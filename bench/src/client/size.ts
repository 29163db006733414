import type { Checkout } from "../checkout.ts";
import { measureBundle } from "../measuring/bundle.ts";
import { atMost, type Report } from "../report.ts";

/** Measures the bundle size of the client and its peers, each with all its dependencies. */
export async function benchClientSize(checkout: Checkout): Promise<Report> {
  const client = await measureBundle(checkout.client);
  const peers = ["openapi-fetch", "openai", "azure-ai-inference"];
  const rows = [{ name: "client, min+gzip", value: client, unit: "kB" }];
  for (const peer of peers) {
    const value = await measureBundle(new URL(`../bundles/${peer}.ts`, import.meta.url));
    rows.push({ name: `${peer}, min+gzip`, value, unit: "kB" });
  }
  return { rows, bars: [atMost(6, "client, min+gzip, kB", client)] };
}
