import { type Mock, startMock } from "@completions-api/mock";
import { RunningProgram } from "@completions-api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PacedEngine } from "./support/paced-engine.ts";
import { installRequirements, PythonExample, runPytest } from "./support/python.ts";
import { environmentOf } from "./support/start-example.ts";

const engine = new PacedEngine();
let mock: Mock;
let impediment: string | undefined;

beforeAll(async () => {
  impediment = installRequirements();
  mock = await startMock({ port: 0, engine, deployments: ["moby-dick"] });
}, 180_000);
afterAll(() => mock.close());

test("the text is printed as it is generated", async ({ skip }) => {
  if (impediment) skip(impediment);
  const started = engine.next();
  const program = new PythonExample(["Call me"], environmentOf(mock.url));
  const generation = await started;

  generation.say("one");
  expect((await program.output.next()).value).toBe("one");
  generation.say(" two");
  expect((await program.output.next()).value).toBe(" two");
  generation.end();
  expect(await program.rest()).toBe("\n");
  expect(await program.ended).toBe(0);
});

test("Ctrl+C ends the generation", async ({ skip }) => {
  if (impediment) skip(impediment);
  const started = engine.next();
  const program = new PythonExample(["Call me"], environmentOf(mock.url));
  const generation = await started;

  generation.say("one");
  expect((await program.output.next()).value).toBe("one");
  program.interrupt();
  await generation.aborted;
  expect(await program.ended).toBe(130);
});

test("a refused request prints the server's sentence", async ({ skip }) => {
  if (impediment) skip(impediment);
  const program = new PythonExample(["Call me", "--temperature=3"], environmentOf(mock.url));

  expect(await program.ended).toBe(1);
  expect(program.stderr).toMatch(/^.*temperature.* must be at most 2.*\n$/);
});

test("the gateway completes, too", async ({ skip }) => {
  if (impediment) skip(impediment);
  const cli = new URL("../../apps/gateway/src/cli.ts", import.meta.url);
  await using gateway = await RunningProgram.start(cli, ["--port", "0"], { until: /curl/ });
  const [key] = /capi_\S+/.exec(gateway.stdout) ?? [];
  const program = new PythonExample(["Call me"], { ...environmentOf(gateway.url), COMPLETIONS_KEY: key });

  expect(await program.rest()).toMatch(/\w+ \w+/);
  expect(program.stderr).toBe("");
  expect(await program.ended).toBe(0);
});

test("its own tests with pytest pass", async ({ skip }) => {
  if (impediment) skip(impediment);
  expect(await runPytest(environmentOf())).toMatch(/3 passed/);
});
