import { afterAll, beforeAll, expect, test } from "vitest";
import { type HostileCase, toBoundedForm } from "./hostile-case.ts";
import { generousBounds, judge } from "./judge.ts";
import { readCases } from "./read-cases.ts";
import { Attackers } from "./run-case.ts";

const program = { file: new URL("../../src/cli.ts", import.meta.url) };

/** Defines a test for the bounded form of each case that is chosen: fewer connections and requests, and generous latencies. */
export function testCases(isChosen: (hostile: HostileCase) => boolean): void {
  let attackers: Attackers;
  beforeAll(() => {
    attackers = new Attackers();
  });
  afterAll(() => attackers[Symbol.dispose]());

  const cases = readCases().filter(isChosen);
  test.each(cases.flatMap((hostile) => toBoundedForm(hostile) ?? []))("$id: $summary", async (hostile) => {
    const incident = await attackers.run(hostile, program);
    expect({ problems: judge(hostile, incident, generousBounds), incident }).toMatchObject({ problems: [] });
  });
}
