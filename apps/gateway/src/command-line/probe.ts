import { ConfigError } from "../config/config-error.ts";
import type { ConfigSource } from "../config/read-config.ts";
import { probeConfig } from "../probe/probe-config.ts";
import { count, printProblems, printWarnings, readOrPrintProblems } from "./check.ts";

/**
 * Checks a configuration file, then asks each of its servers. Prints the problems, or that there are none, to stdout, and each
 * server that has responded to stderr. Sets the exit code to 1 if there are problems.
 *
 * @param workers - the number of processes that are going to serve.
 */
export async function probeServers(source: ConfigSource, workers: number): Promise<void> {
  const checked = await readOrPrintProblems(source);
  if (!checked) return;
  const { config, yaml } = checked;
  let servers = 0;
  const problems = await probeConfig(
    { config, problemAt: yaml.problemAt },
    {
      environment: process.env,
      onServer({ deployment, url, summary }) {
        servers += 1;
        console.error(`${deployment}: ${url}: ${summary}`);
      },
    },
  );
  if (problems.length > 0) return printProblems(source, new ConfigError(source.file, problems));
  const deployments = Object.keys(config.deployments).length;
  console.log(
    `${source.file} is valid, and every server responds as expected: ${count(deployments, "deployment")}, ${count(servers, "server")}.`,
  );
  printWarnings(checked, workers);
}
