import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { nodeBinary } from "@completions-api/testing";
import { expect, test } from "vitest";
import { createRequestSignal } from "../src/http/request-signal.ts";

test("is aborted when the time is up", async () => {
  const signal = createRequestSignal({ signal: new AbortController().signal, timeout: 1 });
  await once(signal, "abort");
  expect(signal.reason).toMatchObject({ name: "TimeoutError" });
});

test("is aborted when the run ends", () => {
  const run = new AbortController();
  const signal = createRequestSignal({ signal: run.signal, timeout: 60_000 });
  expect(signal.aborted).toBe(false);
  run.abort(new Error("the run has ended"));
  expect(signal.reason).toEqual(new Error("the run has ended"));
  expect(createRequestSignal({ signal: run.signal, timeout: 60_000 }).aborted).toBe(true);
});

const node20 = nodeBinary(20);

test.skipIf(!existsSync(node20))("ends a request on Node 20 even after a garbage collection", async () => {
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const file = new URL("../src/http/request-signal.ts", import.meta.url);
  const program = `${stripTypeScriptTypes(readFileSync(file, "utf8"))}
    const begin = () =>
      fetch("http://127.0.0.1:${port}", {
        signal: createRequestSignal({ signal: run.signal, timeout: 300 }),
      });
    const run = new AbortController();
    // Ten listeners of one signal would be too many for Node 20.
    const responses = Array.from({ length: 11 }, begin);
    setTimeout(gc, 100);
    const results = await Promise.allSettled(responses);
    console.log(...new Set(results.map(({ reason }) => reason.name)));
    process.exit();`;
  const { stdout, stderr } = await promisify(execFile)(
    node20,
    ["--expose-gc", "--input-type=module", "--eval", program],
    { timeout: 10_000 },
  );
  server.close();
  expect({ stdout, stderr }).toEqual({ stdout: "TimeoutError\n", stderr: "" });
});
