import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { JsonObject } from "../model/json.ts";
import { ReviewError } from "../review-error.ts";
import { withTemporaryFolder } from "../temporary-folder.ts";

const packageFile = createRequire(import.meta.url).resolve("@redocly/cli/package.json");
const program = join(dirname(packageFile), "bin", "cli.js");

/** Returns the score that Redocly gives a bundled document: 0 to 100. */
export async function scoreDocument(bundle: JsonObject): Promise<number> {
  return withTemporaryFolder("review-score-", async (folder) => {
    await writeFile(join(folder, "openapi.json"), JSON.stringify(bundle));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [program, "score", "openapi.json", "--format=json"],
      {
        cwd: folder,
        maxBuffer: 100_000_000,
        env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
      },
    );
    const score: unknown = JSON.parse(stdout).agentReadiness;
    if (typeof score !== "number") throw new Error("its output has no score");
    return score;
  }).catch((error) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReviewError(`Redocly cannot score the document: ${reason}.`);
  });
}
