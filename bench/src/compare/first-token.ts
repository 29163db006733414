import { gatewayBeforeLlamaCpp, measureBeforeLlamaCpp } from "../first-token.ts";
import type { CompareOnce } from "./compare-checkouts.ts";

/** Compares how much later the first token arrives through the gateways of two checkouts. */
export const compareFirstTokens: CompareOnce = async ({ current, base }) => {
  const added = await measureBeforeLlamaCpp(
    async (url) => ({
      current: await gatewayBeforeLlamaCpp(current, url),
      base: await gatewayBeforeLlamaCpp(base, url),
    }),
    { requests: 800, rounds: 1 },
  );
  return [{ name: "added time to the first token", unit: "ms", better: "less", values: added }];
};
