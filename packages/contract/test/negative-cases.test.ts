import { type Mock, startMock } from "@completions-api/mock";
import * as completionsValidators from "@completions-api/validators";
import * as openAIValidators from "@completions-api/validators/openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ignoresParameter } from "../mutants/src/proxy/alterations.ts";
import { startProxy } from "../mutants/src/proxy/altering-proxy.ts";
import { isRequestElement } from "../mutants/src/spec/spec-mutants.ts";
import { createVerdict } from "../mutants/src/spec/spec-verdict.ts";
import { operations, specs } from "../mutants/src/spec/specs.ts";
import { casesOf, type Expectation, listSpecElements } from "../src/index.ts";
import { isObject } from "../src/is-object.ts";
import { listBadBodies } from "../src/negative/bad-bodies.ts";
import { generateNegativeCases } from "../src/negative/negative-cases.ts";
import { type Pointer, read } from "../src/spec-elements/json-pointer.ts";
import { failuresOf, runCases } from "./support/run-cases.ts";

const validators = { completions: completionsValidators, openai: openAIValidators };

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0 });
});
afterAll(() => mock.close());

/** Matches the elements that limit values, and not those that annotate or hold others. */
const limits = /\/(type|pattern|minimum|maximum|(min|max)[A-Z]\w+|required(\/\w+)?|enum\/[^/]+)$/;

/** Returns a copy of a spec that does not state `element`. */
function without(spec: unknown, element: string): unknown {
  const tokens = element.split("/");
  let keyword = tokens.pop() ?? "";
  if (["enum", "required"].includes(tokens.at(-1) ?? "")) keyword = tokens.pop() ?? "";
  const copy: unknown = structuredClone(spec);
  const holder = read(copy, tokens.join("/") as Pointer);
  if (isObject(holder)) delete holder[keyword];
  return copy;
}

function isAbout(expected: Expectation, parameter: string): boolean {
  return expected.outcome === "error" && expected.loc?.[1] === parameter;
}

describe.each(["completions", "openai"] as const)("on the face %s", (face) => {
  const cases = generateNegativeCases(face);
  const verdict = createVerdict(face, specs[face]);

  test("a case covers each element that limits a request", () => {
    const elements = listSpecElements(specs[face]).filter(
      (element) => isRequestElement(face, element) && limits.test(element),
    );
    expect(elements).not.toHaveLength(0);
    expect(new Set(cases.flatMap(({ covers }) => covers))).toEqual(new Set(elements));
  });

  test("no other case has the same id, and no request comes twice", () => {
    const ids = [...casesOf(face), ...cases].map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const requests = cases.flatMap(({ exchanges }) =>
      exchanges.map(({ request }) => JSON.stringify(request)),
    );
    expect(requests.filter((request, index) => requests.indexOf(request) !== index)).toEqual([]);
  });

  test.each(cases)("each request of $id has no other fault", ({ covers: [element = ""], exchanges }) => {
    const looser = createVerdict(face, without(specs[face], element));
    for (const { request } of exchanges) {
      expect([verdict(request), looser(request)], JSON.stringify(request)).toEqual([false, true]);
    }
  });

  test("the validators find one fault in each body, at the place that the server must name", () => {
    for (const { request, expect: expected } of cases.flatMap(({ exchanges }) => exchanges)) {
      if (expected.outcome !== "error" || expected.loc === undefined) continue;
      const validation = validators[face].validateCreateCompletionRequest(request.body);
      expect(validation, JSON.stringify(request.body)).toMatchObject({ problems: [{ loc: expected.loc }] });
    }
  });

  test("the mock passes them", async () => {
    expect(failuresOf(await runCases(mock.url, { face, cases }))).toEqual({});
  });

  test("a server that ignores a parameter fails its cases", async () => {
    await using proxy = await startProxy(mock.url);
    for (const name of validators[face].createCompletionRequestParameters) {
      // Without a prompt, a request is as invalid as before.
      if (name === "prompt") continue;
      proxy.alteration = ignoresParameter(name);
      const own = cases.filter(({ exchanges }) =>
        exchanges.some(({ expect: expected }) => isAbout(expected, name)),
      );
      const failures = failuresOf(await runCases(proxy.url, { face, cases: own }));
      expect(Object.keys(failures), name).toEqual(own.map(({ id }) => id));
      expect(own, name).not.toHaveLength(0);
    }
  });
});

test("a new property of the spec gets its cases", () => {
  const spec = structuredClone(specs.openai);
  const properties = read(spec, "#/components/schemas/CreateCompletionRequest/properties");
  if (!isObject(properties)) throw new Error("The spec has no request.");
  properties.service_tier = { type: "string", enum: ["a1", "a2"] };
  const bodies = listBadBodies(spec, operations.openai).flatMap(({ exchange }) => [exchange.request.body]);
  const tiers = bodies.flatMap((body) =>
    isObject(body) && "service_tier" in body ? [body.service_tier] : [],
  );
  expect(tiers).toEqual([null, true, false, 1, 0, ["a1"], [], {}, "", "1", "a", "xa1", "a1x", "A1", "a１"]);
});
