import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usualCall } from "../servers.ts";

/**
 * Writes a configuration file with one deployment, and the key of {@link usualCall}. Requests are not logged, as the peers
 * log none either; beside that all is as it comes.
 *
 * @returns its path. It is gone once this process ends.
 */
export async function writeConfig(deployment: object): Promise<string> {
  const key = String(usualCall.headers.authorization).replace("Bearer ", "");
  const sha256 = createHash("sha256").update(key).digest("hex");
  const folder = await mkdtemp(join(tmpdir(), "bench-gateway-"));
  process.once("exit", () => rmSync(folder, { recursive: true }));
  const file = join(folder, "gateway.yaml");
  const config = {
    keys: [{ name: "bench", sha256 }],
    deployments: { bench: deployment },
    log: { level: "warn" },
  };
  // JSON is YAML.
  await writeFile(file, JSON.stringify(config));
  return file;
}
