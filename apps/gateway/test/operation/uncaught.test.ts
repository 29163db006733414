import { RunningProgram } from "@completions-api/testing";
import { expect, test } from "vitest";
import { ask } from "../support/start-gateway.ts";

const program = new URL("faulty-gateway.ts", import.meta.url);

test("logs unhandled errors: a rejection ends nothing, and an exception ends the gateway after a drain", async () => {
  await using gateway = await RunningProgram.start(program, []);
  gateway.child.kill("SIGHUP");
  expect((await ask(gateway, { prompt: "reject" })).status).toBe(200);
  const headers = { "x-request-id": "unobservable" };
  expect((await ask(gateway, { prompt: "succeed" }, { headers })).status).toBe(200);
  expect((await ask(gateway, { prompt: "succeed" })).status).toBe(200);
  expect((await ask(gateway, { prompt: "throw" })).status).toBe(200);
  expect((await gateway.ended)[0]).toBe(1);
  expect(gateway.stderr).toContain("Nobody waits for this.");
  expect(gateway.stderr).toMatch(
    /"msg":"unhandled rejection".*Nobody observes this\.|Nobody observes this\..*"msg":"unhandled rejection"/,
  );
  expect(gateway.stderr).toContain("Nobody called this.");
  expect(gateway.stderr).toContain("There is no file.");
});
