import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { ConfigError } from "../../src/config/config-error.ts";
import { readConfig } from "../../src/config/read-config.ts";

const cases = new URL("cases/", import.meta.url);
const environment = {
  VLLM_KEY: "s3cret",
  REDIS_URL: "redis://:s3cret@redis",
  REDIS_NODES: "redis://:s3cret@redis-0,rediss://redis-1:6380",
  SENTINEL_URLS: "redis://:s3cret@sentinel-0:26379,redis://sentinel-1:26379",
  NO_SENTINELS: "redis://sentinel-0:26379,s3cret",
  NO_URL: "s3cret",
  NO_PORT: "redis://s3cret:99999",
  EMPTY: "",
  TWO_LINES: "s3cret\ns3cret",
  SMILE: "s3cret☺",
  HTTPS_PROXY: "socks5://s3cret:s3cret@proxy",
  NO_PROXY: ".azure.com,a",
};

/** Returns the configuration, or its problems. */
async function read(folder: URL): Promise<string> {
  const file = new URL("config.yaml", folder).pathname;
  try {
    return `${JSON.stringify(await readConfig({ file }, environment), null, 2)}\n`;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return `${error.message.replaceAll(file, "config.yaml")}\n`;
  }
}

test.each(readdirSync(cases))("%s", async (name) => {
  const folder = new URL(`${name}/`, cases);
  const output = await read(folder);
  await expect(output).toMatchFileSnapshot(new URL("expected.txt", folder).pathname);
  expect(output).not.toContain("s3cret");
});
