import { parse } from "yaml";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

/**
 * Finds what would let somebody else's code act in our name: actions that are not pinned to a commit, another pnpm than that of
 * the repository, and a job that may publish although it runs code of the repository or of its dependencies.
 *
 * @param text - a workflow, in YAML.
 * @param packageManager - the repository's, such as `pnpm@12.21.0`.
 */
export function findUnsafe(text: string, packageManager: string): string[] {
  const { jobs }: Workflow = parse(text);
  return Object.entries(jobs).flatMap(([name, { permissions, steps = [] }]) => {
    const problems = steps.flatMap((step) => [...checkAction(step), ...checkInstall(step, packageManager)]);
    if (permissions?.["id-token"] === "write") problems.push(...steps.flatMap(checkPublishing));
    return problems.map((problem) => `${name}: ${problem}`);
  });
}

function checkAction({ uses }: Step): string[] {
  if (uses === undefined || uses.startsWith("./") || /@[0-9a-f]{40}$/.test(uses)) return [];
  return [`${uses} is not pinned to a commit`];
}

function checkInstall({ run = "" }: Step, packageManager: string): string[] {
  return Array.from(run.matchAll(/npm install --global (\S+)/g), ([, installed]) => installed)
    .filter((installed) => installed !== packageManager)
    .map((installed) => `installs ${installed}, not ${packageManager}`);
}

function checkPublishing({ uses = "", run = "" }: Step): string[] {
  const code = /\b(?:pnpm|npx|node|npm (?:install|ci|run|exec))\b/.exec(run)?.[0];
  return [
    ...(uses.startsWith("actions/checkout@") ? ["checks out code although it may publish"] : []),
    ...(code === undefined ? [] : [`runs ${code} although it may publish`]),
  ];
}
