import { measureBeforeLlamaCpp, writeLlamaCppConfig } from "../first-token.ts";
import { byName } from "../measuring/rates.ts";
import { gatewayProgram } from "../programs.ts";
import type { CompareOnce } from "./comparison.ts";

/** Compares how much later the first token arrives through the gateways of two checkouts. */
export const compareFirstTokens: CompareOnce = async (checkouts) => {
  const added = await measureBeforeLlamaCpp(async (url) => {
    const config = await writeLlamaCppConfig(url);
    return byName(checkouts, (checkout) => gatewayProgram(checkout, config));
  }, 800);
  return [{ name: "added time to the first token", unit: "ms", better: "less", values: added }];
};
