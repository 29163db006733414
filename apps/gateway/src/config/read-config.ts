import { readFile } from "node:fs/promises";
import { parseYaml, type YamlFile } from "@completions-api/command-line/yaml";
import type { Config } from "../generated/config.ts";
import { checkBalancing } from "./check-balancing.ts";
import { checkCache } from "./check-cache.ts";
import { checkCredentials } from "./check-credentials.ts";
import { checkEnvironment } from "./check-environment.ts";
import { checkExpiries } from "./check-expiries.ts";
import { checkExtraParameters } from "./check-extra-parameters.ts";
import { checkHeaders } from "./check-headers.ts";
import { checkInternal } from "./check-internal.ts";
import { checkIssuers } from "./check-issuers.ts";
import { checkReferences } from "./check-references.ts";
import { checkSchema } from "./check-schema.ts";
import { checkShadows } from "./check-shadows.ts";
import { ConfigError } from "./config-error.ts";
import { readCertificates } from "./read-certificates.ts";
import { readTerms } from "./read-terms.ts";

/** The source of a configuration. */
export interface ConfigSource {
  /** The path of the file. Without a file, there is one deployment on the embedded engine. */
  readonly file?: string;
  /** Overrides `listen.host` of the file. */
  readonly host?: string;
  /** Overrides `listen.port` of the file. */
  readonly port?: number;
  /** Overrides `site` of the file. */
  readonly site?: boolean;
  /** Set to check a file where the environment variables that it names are not available. The gateway cannot run with the result. */
  readonly withoutEnvironment?: boolean;
}

// Its name is that of the model, so that OpenAI's clients find in the list of models what completions say.
const withoutFile = "deployments: { moby-dick: { engine: embedded } }";

/** A checked configuration, and the file that it is from. */
export interface CheckedConfig {
  readonly config: Config;
  readonly yaml: YamlFile;
}

/**
 * Reads and checks a configuration: its syntax, its schema, and everything that it refers to.
 *
 * @param environment - contains the secrets that the configuration names.
 * @returns the configuration with the schema's defaults. `filter.terms` also has the terms of `filter.file`, and
 * the `ca` of a deployment is the content of the file that it names.
 * @throws ConfigError with all problems of the file. Error of `node:fs` if the file cannot be read.
 */
export async function readConfig(
  source: ConfigSource,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Config> {
  return (await readCheckedConfig(source, environment)).config;
}

/** Reads and checks a configuration like {@link readConfig}, and also returns the places of its values. */
export async function readCheckedConfig(
  { file, host, port, site, withoutEnvironment }: ConfigSource,
  environment: NodeJS.ProcessEnv,
): Promise<CheckedConfig> {
  const yaml = parseYaml(file === undefined ? withoutFile : await readFile(file));
  if (yaml.problems.length > 0) throw new ConfigError(file, yaml.problems);

  const checked = checkSchema(yaml);
  const { terms, problems } = await readTerms(yaml, file ?? "");
  const certificates = await readCertificates(yaml, file ?? "");
  const all = [
    ...(checked.valid ? [] : checked.problems),
    ...checkReferences(yaml),
    ...checkBalancing(yaml),
    ...checkCache(yaml),
    ...checkInternal(yaml),
    ...checkShadows(yaml),
    ...(withoutEnvironment ? [] : checkEnvironment(yaml, environment)),
    ...checkHeaders(yaml),
    ...checkExtraParameters(yaml),
    ...checkIssuers(yaml),
    ...checkExpiries(yaml),
    ...checkCredentials(yaml, host),
    ...problems,
    ...certificates.problems,
  ];
  if (!checked.valid || all.length > 0) throw new ConfigError(file, all);
  const { config } = checked;
  if (config.filter) config.filter.terms = [...terms];
  for (const [name, ca] of certificates.byDeployment) Object.assign(config.deployments[name] ?? {}, { ca });
  config.listen.host = host ?? config.listen.host;
  config.listen.port = port ?? config.listen.port;
  if (site !== undefined) config.site = site;
  return { config, yaml };
}
