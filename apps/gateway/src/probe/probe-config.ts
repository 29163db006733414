import type { FileProblem, Path } from "@completions-api/command-line/yaml";
import { listBackendOptions } from "../backend-options.ts";
import type { Config, DeploymentConfig } from "../generated/config.ts";
import { withoutQuery } from "../network/base-url.ts";
import type { ProbeLimits } from "./ask-server.ts";
import { probeServer, type ServerReport } from "./probe-server.ts";

/** A configuration and the places of its values in the file. */
export interface ProbedConfig {
  readonly config: Config;
  /** Creates a problem with the value at a path. */
  problemAt(path: Path, message: string): FileProblem;
}

/** Reports while a probe runs. */
export interface ProbeProgress {
  /**
   * Called when a server has been probed.
   *
   * @param server.url - without its query.
   */
  onServer(server: { readonly deployment: string; readonly url: string; readonly summary: string }): void;
}

const defaultLimits: ProbeLimits = { list: 10_000, completion: 60_000 };

/** Probes every server of a configuration, all at once. Returns the problems in no particular order. */
export async function probeConfig(
  { config, problemAt }: ProbedConfig,
  {
    environment,
    onServer,
    limits = defaultLimits,
  }: ProbeProgress & {
    readonly environment: NodeJS.ProcessEnv;
    readonly limits?: ProbeLimits;
  },
): Promise<readonly FileProblem[]> {
  const problems = await Promise.all(
    Object.entries(config.deployments).map(async ([name, deployment]) => {
      if (deployment.engine === "embedded") return [];
      const path: Path = ["deployments", name];
      const servers = await Promise.all(
        listBackendOptions(deployment, environment).map(async (options, index) => {
          const report = await probeServer(options, limits);
          const found = describeServer(report, deployment).map(({ at, message }) =>
            problemAt([...path, ...(at === "url" ? ["urls", index] : [at])], message),
          );
          const summary = summarize(report, found.length);
          onServer({ deployment: name, url: withoutQuery(options.url), summary });
          return { report, found };
        }),
      );
      return [
        ...servers.flatMap(({ found }) => found),
        ...compare(servers.map(({ report }) => report)).map((message) =>
          problemAt([...path, "urls"], message),
        ),
      ];
    }),
  );
  return problems.flat();
}

function summarize({ engine, firstToken, contextLength }: ServerReport, problems: number): string {
  const facts = [
    ...(engine ? [engine.engine] : []),
    ...(contextLength === undefined ? [] : [`context length ${contextLength}`]),
    ...(firstToken === undefined ? [] : [`first token after ${Math.round(firstToken)} ms`]),
    problems === 0 ? "as expected" : "with problems",
  ];
  return facts.join(", ");
}

type ServerDeployment = Exclude<DeploymentConfig, { engine: "embedded" }>;

function describeServer(
  { findings, engine, contextLength }: ServerReport,
  deployment: ServerDeployment,
): { readonly at: string; readonly message: string }[] {
  const isOther = engine !== undefined && engine.engine !== deployment.engine;
  const problems: { at: string; message: string }[] = findings
    // The name of the right engine says more than a sign of a wrong one.
    .filter(({ about }) => !isOther || about !== "engine")
    .map(({ about, message }) => ({ at: about, message }));
  if (isOther) {
    problems.push({
      at: "engine",
      message: `does not fit: the server is ${engine.engine}, to judge by ${engine.sign}. Write \`engine: ${engine.engine}\`.`,
    });
  }
  if (contextLength !== undefined && (deployment.contextLength ?? 0) > contextLength) {
    problems.push({
      at: "contextLength",
      message: `is more than the server's context length, which is ${contextLength}. Lower it.`,
    });
  }
  return problems;
}

/** Lists what the servers of one deployment do not have in common. */
function compare(reports: readonly ServerReport[]): string[] {
  const differ = (values: readonly (string | undefined)[]): boolean =>
    new Set(values.filter((value) => value !== undefined)).size > 1;
  const messages: string[] = [];
  if (differ(reports.map(({ models }) => models?.names.toSorted().join(", ")))) {
    messages.push("lead to servers with different models. All servers of a deployment must serve the same.");
  }
  if (differ(reports.map(({ engine }) => engine?.engine))) {
    messages.push("lead to servers with different engines. Make a deployment for each engine.");
  }
  if (differ(reports.map(({ contextLength }) => contextLength?.toString()))) {
    messages.push("lead to servers with different context lengths. Set `contextLength` to the smallest.");
  }
  return messages;
}
