import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toBoundedForm } from "./hostile-case.ts";
import { generousBounds, judge } from "./judge.ts";
import { readCases } from "./read-cases.ts";
import { Attackers } from "./run-case.ts";

// The bounded form of each case: fewer connections and requests, and no bound of a latency that a busy machine breaks.
const cases = readCases().flatMap((hostile) => toBoundedForm(hostile) ?? []);
const program = { file: new URL("../../src/cli.ts", import.meta.url) };

let attackers: Attackers;
beforeAll(() => {
  attackers = new Attackers();
});
afterAll(() => attackers[Symbol.dispose]());

describe("the gateway holds", () => {
  test.each(cases)("$id: $summary", async (hostile) => {
    const incident = await attackers.run(hostile, program);
    expect({ problems: judge(hostile, incident, generousBounds), incident }).toMatchObject({ problems: [] });
  });
});
