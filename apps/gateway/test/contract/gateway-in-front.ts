import { createHash, randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Gateway } from "../../src/index.ts";
import { serveConfig } from "../support/serve-config.ts";

/** The API key that every gateway here knows. */
export const token = "a-key-for-tests";

/** A gateway as a configuration file has it, as the command would start it. */
export async function startGatewayInFront(
  config: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Gateway> {
  const file = join(tmpdir(), `gateway-${randomUUID()}.yaml`);
  const sha256 = createHash("sha256").update(token).digest("hex");
  try {
    await writeFile(file, config);
    return await serveConfig({ file }, { environment, keys: [{ name: "tester", sha256 }] });
  } finally {
    await rm(file, { force: true });
  }
}
