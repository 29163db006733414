import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiCall } from "../programs.ts";

/** How many keys and deployments a configuration has: by default one each. */
export interface ConfigSize {
  readonly keys?: number;
  readonly deployments?: number;
}

/**
 * Writes a configuration file with the key of {@link apiCall} and the deployment `bench`, which is the default one. Others come
 * before them. Requests are not logged, because the peers do not log them either. Everything else has its default.
 *
 * @returns the path of the file, which is deleted when this process ends.
 */
export async function writeConfig(
  deployment: object,
  { keys = 1, deployments = 1 }: ConfigSize = {},
): Promise<string> {
  const key = String(apiCall.headers.authorization).replace("Bearer ", "");
  const others = (count: number) => Array.from({ length: count - 1 }, (_, place) => `bench-${place + 1}`);
  const folder = await mkdtemp(join(tmpdir(), "bench-gateway-"));
  process.once("exit", () => rmSync(folder, { recursive: true }));
  const file = join(folder, "gateway.yaml");
  const config = {
    keys: [
      ...others(keys).map((name) => ({ name, sha256: toSha256(name) })),
      { name: "bench", sha256: toSha256(key) },
    ],
    deployments: Object.fromEntries([...others(deployments), "bench"].map((name) => [name, deployment])),
    defaultDeployment: "bench",
    log: { level: "warn" },
  };
  // JSON is YAML.
  await writeFile(file, JSON.stringify(config));
  return file;
}

function toSha256(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
