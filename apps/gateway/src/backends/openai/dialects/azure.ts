import { apiVersion } from "@completions-api/validators";
import type { Dialect } from "../dialect.ts";
import { finishReasons } from "./finish-reasons.ts";
import { harmlessExtraParameters } from "./harmless-extra-parameters.ts";

/** This contract itself, as Azure's deployments and other gateways like this one speak it. */
export const azure: Dialect = {
  // Each prompt has one choice. The other parameters of OpenAI's API are passed through.
  unsupported: new Set(["n"]),
  // Another gateway decides itself, but an endpoint may pass on whatever it gets.
  extraParameters: harmlessExtraParameters,
  leastTokens: 1,
  tokenPrompts: true,
  emptyPrompts: true,
  promptsPerRequest: Number.POSITIVE_INFINITY,
  streamUsage: "last-event",
  // Any engine may be behind it.
  mayStopInPrompt: true,
  streamsPlainTextOnly: true,
  finishReasons,
  contract: { apiVersion },
};
