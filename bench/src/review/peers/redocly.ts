import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Case } from "../corpus.ts";
import type { Peer } from "../peer.ts";
import { toBreak } from "../to-break.ts";

interface Report {
  readonly changes: readonly {
    readonly path: string;
    readonly verdicts: readonly { readonly ruleId: string; readonly impact: string }[];
  }[];
}

/** `redocly diff`. It has no flag that makes it stricter or laxer. */
export async function createRedocly(): Promise<Peer> {
  const manifest = createRequire(import.meta.url).resolve("@redocly/cli/package.json");
  const { version, bin } = JSON.parse(await readFile(manifest, "utf8"));
  const cli = join(dirname(manifest), bin.redocly);
  return {
    name: `redocly diff ${version}`,
    async findBreaks({ base, head }: Case) {
      const args = [cli, "diff", base, head, "--format=json", "--fail-on=none"];
      const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
      const { stdout } = await promisify(execFile)(process.execPath, args, { env });
      const { changes }: Report = JSON.parse(stdout);
      return changes.flatMap(({ path, verdicts }) =>
        verdicts.filter(({ impact }) => impact === "major").map(({ ruleId }) => toBreak(`${ruleId} ${path}`)),
      );
    },
  };
}
