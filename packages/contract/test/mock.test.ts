import { startMock } from "@completions-api/mock";
import { expect, test } from "vitest";
import { casesOf } from "../src/index.ts";
import { failuresOf, runCases } from "./support/run-cases.ts";

// token-unknown.test.ts runs this case against a server that knows its tokens.
const skipped = { "token-unknown": "skipped: the target lacks known-tokens" };

test.each(["azure", "openai"] as const)(
  "the mock passes every case of the face %s that applies to it",
  async (face) => {
    await using mock = await startMock({ port: 0 });
    const results = await runCases(mock.url, { face });
    expect(failuresOf(results)).toEqual(skipped);
    expect(results.map(({ id }) => id)).toEqual(casesOf(face).map(({ id }) => id));
  },
);
