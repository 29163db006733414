import { bundledSize } from "./bundled-size.ts";
import { atMost, type Report } from "./report.ts";

/** Weighs the client and its peers, each with all that it needs. */
export async function benchClientSize(): Promise<Report> {
  const client = await kilobytes(new URL("bundles/client.ts", import.meta.url));
  const fetch = await kilobytes(new URL("bundles/openapi-fetch.ts", import.meta.url));
  const openai = await kilobytes(new URL("bundles/openai.ts", import.meta.url));
  const azure = await kilobytes(new URL("bundles/azure-ai-inference.ts", import.meta.url));
  return {
    rows: [
      { name: "client, min+gzip", value: client, unit: "kB" },
      { name: "bare openapi-fetch, min+gzip", value: fetch, unit: "kB" },
      { name: "openai, min+gzip", value: openai, unit: "kB" },
      { name: "@azure-rest/ai-inference, min+gzip", value: azure, unit: "kB" },
    ],
    bars: [atMost(6, "client, min+gzip, kB", client)],
  };
}

async function kilobytes(module: URL): Promise<number> {
  return (await bundledSize(module)) / 1000;
}
