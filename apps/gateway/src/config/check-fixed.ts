import { isDeepStrictEqual } from "node:util";
import type { Config } from "../generated/config.ts";

/** The values that a gateway cannot change while it runs, by their keys: what it has opened, or told to others, at its start. */
const fixed: Readonly<Record<string, (config: Config) => unknown>> = {
  "listen.host": ({ listen }) => listen.host,
  "listen.port": ({ listen }) => listen.port,
  "metrics.host": ({ metrics }) => metrics.host,
  "metrics.port": ({ metrics }) => metrics.port,
  "redis.url": ({ redis }) => redis?.url,
  "redis.cluster": ({ redis }) => redis?.cluster,
  "redis.sentinel": ({ redis }) => redis?.sentinel,
  "stream.readTimeout": ({ stream }) => stream.readTimeout,
  "log.format": ({ log }) => log.format,
};

/**
 * Checks that a configuration can replace the one that is served.
 *
 * @throws Error that names the keys that only a restart can change.
 */
export function checkFixed(served: Config, next: Config): void {
  const changed = Object.entries(fixed)
    .filter(([, read]) => !isDeepStrictEqual(read(served), read(next)))
    .map(([key]) => `\`${key}\``);
  if (changed.length === 0) return;
  const [noun, pronoun] = changed.length === 1 ? ["the change", "it"] : ["the changes", "them"];
  throw new Error(
    `Restart the gateway to apply ${noun} of ${changed.join(", ")}, or undo ${pronoun}. Nothing was changed.`,
  );
}
