import { createOpenAIEngine } from "../engines/openai/create-openai-engine.ts";
import type { Dialect } from "../engines/openai/dialect.ts";
import { dialects } from "../engines/openai/dialects.ts";
import { split } from "../engines/split.ts";
import type { AzureDeployment, OpenAiDeployment } from "../generated/config.ts";
import { balance } from "../upstreams/balance.ts";
import { limitTime } from "../upstreams/timeouts.ts";
import { Upstream } from "../upstreams/upstream.ts";
import type { Source } from "./assemble-deployment.ts";

/** Makes one engine of the servers of a deployment. */
export function assembleUpstreams(
  config: OpenAiDeployment | AzureDeployment,
  environment: NodeJS.ProcessEnv,
): Source {
  const { urls, model, timeouts, breaker } = config;
  const dialect = readDialect(config);
  const credential = config.credential && environment[config.credential.env];
  const engines = urls.map((url) =>
    createOpenAIEngine({
      url,
      dialect,
      model,
      timeouts,
      ...(credential !== undefined && { credential }),
      ...("deployment" in config && { deployment: config.deployment }),
    }),
  );
  const upstreams = engines.map(
    ({ generate }, index) =>
      new Upstream({ name: urls[index] ?? "", generate: limitTime(generate, timeouts), breaker }),
  );
  return {
    model,
    unsupported: dialect.unsupported,
    // Groups of prompts are spread, and tried again, one by one.
    generate: split(balance(upstreams), dialect.promptsPerRequest),
    upstreams,
    async close() {
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}

function readDialect(config: OpenAiDeployment | AzureDeployment): Dialect {
  const dialect = dialects[config.engine];
  if (!("apiVersion" in config)) return dialect;
  return { ...dialect, contract: { apiVersion: config.apiVersion } };
}
