import { afterAll, beforeAll, expect, test } from "vitest";
import { faceNames } from "../../src/faces/face.ts";
import { listMembers } from "../src/catalogue/index.ts";
import { isMissed, isStale } from "../src/outcome.ts";
import { startPlace } from "../src/run/place.ts";
import { runServers } from "../src/run/run-servers.ts";
import { type Server, startServer } from "../src/run/servers.ts";

// All of them run with `npx pnpm@12 mutants`.
const step = 40;
const sample = listMembers().filter((_, index) => index % step === 0);

let mock: Server;
beforeAll(async () => {
  mock = await startServer("mock");
});
afterAll(() => mock[Symbol.asyncDispose]());

test.each(faceNames)("the suite of the face %s notices each broken server of a sample", async (face) => {
  const place = await startPlace({ server: mock, face, mode: "known" });
  const outcomes = await runServers(sample, place, () => {});
  expect(outcomes.length).toBeGreaterThan(5);
  expect(outcomes.filter((outcome) => isMissed(outcome) || isStale(outcome))).toEqual([]);
});
