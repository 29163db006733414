import { startMock } from "@completions-api/mock";
import { expect, test } from "vitest";
import { suiteOf } from "../src/index.ts";
import { failuresOf, runCases } from "./support/run-cases.ts";

// cli.test.ts runs the cases of the other face in the same way.
test("the mock passes every case that applies to it", async () => {
  await using mock = await startMock({ port: 0 });
  const results = await runCases(mock.url);
  // token-unknown.test.ts runs this case against a server that knows its tokens.
  expect(failuresOf(results)).toEqual({
    "token-unknown": "not-applicable: the target lacks known-tokens",
    "request-ids-differ": "inconclusive: the responses have no x-request-id",
  });
  // Those that may stop a server run last.
  expect(results.map(({ id }) => id).sort()).toEqual(
    suiteOf("completions")
      .map(({ id }) => id)
      .sort(),
  );
});
