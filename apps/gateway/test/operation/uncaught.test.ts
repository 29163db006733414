import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ask } from "../support/start-gateway.ts";

const entry = fileURLToPath(new URL("misbehaving.ts", import.meta.url));

test("what nobody catches is logged: a rejection ends nothing, an exception only once what was begun is finished", async () => {
  const child = spawn(process.execPath, ["--conditions=@completions-api/source", entry], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = once(child, "close");
  let log = "";
  child.stderr.on("data", (chunk) => {
    log += chunk;
  });
  const [greeting] = await once(child.stdout, "data");
  const gateway = { url: String(greeting).trim() };

  child.kill("SIGHUP");
  expect((await ask(gateway, { prompt: "reject" })).status).toBe(200);
  expect((await ask(gateway, { prompt: "well" })).status).toBe(200);
  expect((await ask(gateway, { prompt: "throw" })).status).toBe(200);
  expect((await exit)[0]).toBe(1);
  expect(log).toContain("Nobody waits for this.");
  expect(log).toContain("Nobody called this.");
  expect(log).toContain("There is no file.");
});
