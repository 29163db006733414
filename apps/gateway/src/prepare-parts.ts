import { chooseBodyBudget } from "./admission/body-budget.ts";
import { ApiKeys } from "./auth/api-keys.ts";
import { createAuthenticate } from "./auth/authenticate.ts";
import type { ServedConfig } from "./cluster/served-config.ts";
import { readHeaders } from "./config/read-headers.ts";
import { createTermFilter } from "./content-filter/term-filter.ts";
import type { LastingParts } from "./create-lasting-parts.ts";
import { findSite } from "./find-site.ts";
import { createRateLimiter } from "./limits/rate-limiter.ts";
import type { MetricsParts } from "./server/metrics-route.ts";
import type { ReplaceableParts } from "./server/start-gateway.ts";

/** The parts that a gateway creates from a new configuration while it still serves the old one. */
export interface PreparedParts {
  readonly parts: ReplaceableParts;
  /** Gives lasting parts the bounds of this configuration. */
  apply(): void;
  /** Releases the parts, once no request uses them any more. */
  release(): Promise<void>;
}

/** Creates the parts of a gateway that depend on its configuration. */
export async function prepareParts(config: ServedConfig, lasting: LastingParts): Promise<PreparedParts> {
  const { faces, tokens, limits, teams, redis, compatibility, filter, cors, stream, log } = config;
  const { extraParameters } = compatibility;
  const siteFolder = findSite(config);
  const site = siteFolder && (await lasting.loadSite(siteFolder));
  const termFilter = filter && {
    ...createTermFilter(filter.terms),
    refusesTokens: filter.tokenPrompts === "refuse",
  };
  const { throttle, issuers, ledger, bodies, turns, logs } = lasting;
  const rateLimiter = createRateLimiter({
    ...(limits && { limits }),
    teams,
    ledger,
    ...(redis && { whenDown: redis.whenDown }),
  });
  // If anything fails, what was prepared before is released.
  await using prepared = new AsyncDisposableStack();
  const traces = await lasting.traces.prepare(
    config.traces && {
      ...config.traces,
      headers: readHeaders(config.traces.headers ?? {}, lasting.environment),
    },
  );
  prepared.defer(() => traces.release());
  const deployments = await lasting.deployments.prepare(config);
  prepared.defer(() => deployments.release());
  const authenticate = createAuthenticate(new ApiKeys(config.keys), tokens, throttle, issuers);
  const kept = prepared.move();
  const release = (): Promise<void> => kept.disposeAsync();
  return {
    parts: {
      authenticate,
      faces,
      ...(extraParameters && { extraParameters }),
      deployments,
      ...(deployments.shadows && { shadows: deployments.shadows }),
      rateLimiter,
      usage: rateLimiter,
      ...(termFilter && { filter: termFilter }),
      ...(cors && { cors }),
      ...(site && { site }),
      bodies,
      turns,
      keepAlive: stream.keepAlive,
      recordContent: log.content,
      metrics: readMetrics(config, lasting),
      onUnused: () => void release(),
    },
    apply() {
      deployments.commit();
      traces.commit();
      bodies.configure(chooseBodyBudget(config.bodies));
      throttle.configure(config.failedAuthentication);
      issuers.keepOnly(tokens);
      logs.logger.level = log.level;
    },
    release,
  };
}

function readMetrics(
  { metrics: { host, port, token }, listen }: Pick<ServedConfig, "metrics" | "listen">,
  { collectMetrics, environment }: Pick<LastingParts, "collectMetrics" | "environment">,
): MetricsParts {
  return {
    collect: collectMetrics,
    // The configuration's check made sure that the variable is set.
    ...(token && { token: environment[token.env] ?? "" }),
    ...(port !== undefined && { listen: { host: host ?? listen.host, port } }),
  };
}
