import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { stringify } from "yaml";
import { readCheckedConfig } from "../../src/config/read-config.ts";
import { probeConfig } from "../../src/probe/probe-config.ts";

/** The result of a probe. */
export interface Probed {
  /** `path: message` of each problem, in no particular order. */
  readonly problems: readonly string[];
  readonly servers: readonly string[];
}

/** Probes the servers of these deployments. */
export async function probe(
  deployments: object,
  { environment = {}, list = 5000 }: { environment?: NodeJS.ProcessEnv; list?: number } = {},
): Promise<Probed> {
  const file = join(mkdtempSync(join(tmpdir(), "probe-")), "config.yaml");
  writeFileSync(file, stringify({ deployments }));
  const { config, yaml } = await readCheckedConfig({ file }, environment);
  const servers: string[] = [];
  const problems = await probeConfig(
    { config, problemAt: yaml.problemAt },
    {
      environment,
      limits: { list, completion: 10_000 },
      onServer: ({ deployment, summary }) => void servers.push(`${deployment}: ${summary}`),
    },
  );
  for (const { line, column } of problems) expect([line > 1, column > 1]).toEqual([true, true]);
  return { problems: problems.map(({ path, message }) => `${path}: ${message}`), servers };
}
