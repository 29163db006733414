import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiCall } from "../programs.ts";

/**
 * Writes a configuration file with one deployment and the key of {@link apiCall}. Requests are not logged, because the peers
 * do not log them either. Everything else has its default.
 *
 * @returns the path of the file, which is deleted when this process ends.
 */
export async function writeConfig(deployment: object): Promise<string> {
  const key = String(apiCall.headers.authorization).replace("Bearer ", "");
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
