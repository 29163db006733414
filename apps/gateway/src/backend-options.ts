import type { OpenAIBackendOptions } from "./backends/openai/backend.ts";
import type { Dialect } from "./backends/openai/dialect.ts";
import { dialects } from "./backends/openai/dialects.ts";
import { readHeaders } from "./config/read-headers.ts";
import type { AzureDeployment, OpenAiDeployment } from "./generated/config.ts";
import { findProxy } from "./network/find-proxy.ts";

/**
 * Lists the options of the backends of a deployment, one for each of its URLs.
 *
 * @param environment - contains the secrets that the configuration names, and proxies.
 */
export function listBackendOptions(
  config: OpenAiDeployment | AzureDeployment,
  environment: NodeJS.ProcessEnv,
): readonly OpenAIBackendOptions[] {
  const { urls, model, timeouts, ca } = config;
  const credential = config.credential && environment[config.credential.env];
  const headers = config.headers && readHeaders(config.headers, environment);
  return urls.map((url) => ({
    url,
    dialect: readDialect(config),
    model,
    timeouts,
    ...(credential !== undefined && { credential }),
    ...(headers && { headers }),
    ca,
    proxy: findProxy(new URL(url), environment)?.proxy,
    ...("deployment" in config && { deployment: config.deployment }),
  }));
}

function readDialect(config: OpenAiDeployment | AzureDeployment): Dialect {
  const dialect = dialects[config.engine];
  if (!("apiVersion" in config)) return dialect;
  return { ...dialect, contract: { apiVersion: config.apiVersion } };
}
