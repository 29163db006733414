import type { Checkout } from "../checkout.ts";
import { measureBundle } from "../measuring/bundle.ts";
import { atMost, type Report, type Row } from "../report.ts";

const peers = {
  "openapi-fetch": new URL("../bundles/openapi-fetch.ts", import.meta.url),
  openai: new URL("../bundles/openai.ts", import.meta.url),
  "@azure-rest/ai-inference": new URL("../bundles/azure-ai-inference.ts", import.meta.url),
};

/** Measures the bundle size of the client and its peers, each with all its dependencies. */
export async function benchClientSize(checkout: Checkout): Promise<Report> {
  const client = await measureBundle(checkout.client);
  const rows: Row[] = [{ name: "client, min+gzip", value: client, unit: "kB" }];
  for (const [name, module] of Object.entries(peers)) {
    rows.push({ name: `${name}, min+gzip`, value: await measureBundle(module), unit: "kB" });
  }
  return { rows, bars: [atMost(6.5, "client, min+gzip, kB", client)] };
}
