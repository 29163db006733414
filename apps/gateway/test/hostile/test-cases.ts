import { afterAll, beforeAll, expect, test } from "vitest";
import type { AttackedGateway } from "./attacked-gateway.ts";
import { Attackers } from "./attackers.ts";
import { type HostileCase, toBoundedForm } from "./hostile-case.ts";
import { generousBounds, judge } from "./judge.ts";
import { readCases } from "./read-cases.ts";
import { runAlone } from "./run-alone.ts";

const program = { file: new URL("../../src/cli.ts", import.meta.url) };

/**
 * Defines a test for the bounded form of each case that is chosen: fewer connections and requests, and generous latencies. Cases
 * without settings of their own attack one gateway after the other, because it takes as long to start as most attacks.
 */
export function testCases(isChosen: (hostile: HostileCase) => boolean): void {
  const cases = readCases()
    .filter(isChosen)
    .flatMap((hostile) => toBoundedForm(hostile) ?? []);
  const isAlone = ({ gateway, stopAfter }: HostileCase) => gateway !== undefined || stopAfter !== undefined;

  let attackers: Attackers;
  let shared: AttackedGateway;
  beforeAll(async () => {
    attackers = new Attackers();
    shared = await attackers.startGateway({}, program);
  });
  afterAll(async () => {
    await shared[Symbol.asyncDispose]();
    attackers[Symbol.dispose]();
  });

  test.each(cases.filter((hostile) => !isAlone(hostile)))("$id: $summary", async (hostile) => {
    const incident = await attackers.attack(hostile, shared);
    expect({ problems: judge(hostile, incident, generousBounds), incident }).toMatchObject({ problems: [] });
  });

  test("and stops after all of these without an error, and with no secret in its log", async () => {
    expect(await shared.stop()).toEqual({ code: 0, secrets: [] });
  });

  test.each(cases.filter(isAlone))("$id: $summary", async (hostile) => {
    const incident = await runAlone(attackers, hostile, program);
    expect({ problems: judge(hostile, incident, generousBounds), incident }).toMatchObject({ problems: [] });
  });
}
