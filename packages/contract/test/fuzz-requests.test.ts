import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FuzzRequest } from "../src/fuzz/fuzz-request.ts";
import { requestsTo } from "../src/fuzz/generate/requests.ts";
import { sometimes } from "../src/fuzz/generate/sometimes.ts";
import { judgeRequest } from "../src/fuzz/judge-request.ts";
import { parseBody } from "../src/fuzz/parse-body.ts";
import type { FaceName } from "../src/index.ts";

function kindOf(request: FuzzRequest, face: FaceName): string {
  if ("startLine" in request) return "not HTTP";
  if (request.isLoose) return "ambiguous";
  const { faults } = judgeRequest(request, parseBody(request.body), face);
  return faults.length === 0 ? "valid" : faults.length === 1 ? "one fault" : "several faults";
}

describe.each(["completions", "openai"] as const)("requests to the face %s", (face) => {
  const requests = fc.sample(requestsTo(face), { numRuns: 1000, seed: 1 });
  const kinds = requests.map((request) => kindOf(request, face));

  test.each([
    ["valid", 300, 600],
    ["one fault", 100, 500],
    ["several faults", 50, 300],
    ["ambiguous", 50, 250],
    ["not HTTP", 10, 60],
  ])("of 1000, many are %s", (kind, least, most) => {
    const count = kinds.filter((other) => other === kind).length;
    expect(count).toBeGreaterThan(least);
    expect(count).toBeLessThan(most);
  });

  test("the errors of all parts of a request are among them", () => {
    const codes = requests.flatMap((request) =>
      "startLine" in request || request.isLoose
        ? []
        : judgeRequest(request, parseBody(request.body), face).faults.map(({ code }) => code),
    );
    expect([...new Set(codes)].sort()).toEqual(
      [
        ...["extra_parameters_not_allowed", "invalid_json", "invalid_parameter", "method_not_allowed"],
        ...["not_found", "unsupported_media_type"],
        ...(face === "completions" ? ["invalid_header", "invalid_query"] : []),
      ].sort(),
    );
  });
});

test("what is unusual shrinks to the usual value", () => {
  const values = sometimes(0.5, undefined, fc.integer({ min: 1 }));
  for (let seed = 0; seed < 20; seed += 1) {
    expect(
      fc.check(
        fc.property(values, () => false),
        { seed },
      ).counterexample,
    ).toEqual([undefined]);
  }
});

test("a body is read as a server must read it", () => {
  expect(parseBody('{"prompt":"Call me\\ud83d","stop":["\\ud83d\\udc0b"]}')).toEqual({
    prompt: "Call me\ufffd",
    stop: ["🐋"],
  });
  expect(parseBody('{"prompt":"\ufeffCall me"}')).toEqual({ prompt: "\ufeffCall me" });
  expect(parseBody(Uint8Array.from([0x22, 0xff, 0x22]))).toBeUndefined();
  expect(parseBody("{")).toBeUndefined();
});
