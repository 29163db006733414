import { describe, expect, test } from "vitest";
import { describeSources } from "../src/format-sources.ts";
import { type ContractCase, casesOf, contractCases } from "../src/index.ts";
import { describeElement } from "../src/spec-elements/describe-element.ts";

const faces = ["completions", "openai"] as const;

describe.each(faces)("on the face %s", (face) => {
  test.each(casesOf(face))("$id has sources, each with a name and a statement", (contractCase) => {
    const sources = describeSources(contractCase, face);
    expect(sources).not.toEqual([]);
    for (const { name, says } of sources) {
      expect(name).not.toBe("");
      expect(says).toMatch(/^.{5,202}$/);
    }
  });
});

test("every element that a case covers is in the spec of one of its faces", () => {
  const unknown = contractCases.flatMap(({ id, covers, faces = ["completions"] }) =>
    covers
      .filter((element) => faces.every((face) => describeElement(element, face).length === 0))
      .map((element) => `${id}: ${element}`),
  );
  expect(unknown).toEqual([]);
});

test("addresses are well-formed and secure, and sections are numbers", () => {
  const sources = contractCases.flatMap(({ sources = [] }) => sources);
  for (const source of sources) {
    if ("rfc" in source) expect(source.section).toMatch(/^\d+(\.\d+)*$/);
    else expect(new URL("url" in source ? source.url : source.report).protocol).toBe("https:");
  }
});

const contractCase: ContractCase = {
  id: "whale",
  title: "A whale is refused",
  faces: [...faces],
  sources: [
    { rfc: 9110, section: "15.5.5", says: "A 404 has no whale." },
    { url: "https://developers.openai.com/whales", says: "There is no\n  whale." },
    { report: "https://github.com/moby/dick/issues/7", says: `Whales ${"swim ".repeat(50)}.` },
  ],
  covers: [
    "#/paths/~1completions/post/responses/404",
    "#/paths/~1completions/post/responses/422",
    "#/components/schemas/CompletionFinishReason/enum/length",
    "#/components/schemas/CreateCompletionRequest/required/prompt",
    "#/components/schemas/CreateCompletionRequest/properties/temperature/maximum",
    "#/components/schemas/CreateCompletionRequest/required/whale",
    "stop-excluded",
    "one-detail-per-fault",
  ],
  exchanges: [],
};

test("an element is described by the spec of the face, and left out if the face lacks it", () => {
  const describe = (face: "completions" | "openai") =>
    describeSources(contractCase, face).map(
      ({ kind, name, says }) => `${kind} ${name}: ${says.slice(0, 40)}`,
    );
  expect(describe("completions")).toEqual([
    "spec #/paths/~1completions/post/responses/404: The deployment or route does not exist, ",
    "spec #/paths/~1completions/post/responses/422: A parameter of the body has a wrong type",
    "spec #/components/schemas/CompletionFinishReason/enum/length: `length`: the text reached `max_tokens`.",
    "spec #/components/schemas/CreateCompletionRequest/required/prompt: `prompt` is required. The prompts, and h",
    "spec #/components/schemas/CreateCompletionRequest/properties/temperature/maximum: `maximum` is 2. Randomness of sampling. ",
    "rule stop-excluded: The text of a choice contains none of th",
    "rule one-detail-per-fault: Each fault in the body is reported once,",
    "rfc RFC 9110, section 15.5.5: A 404 has no whale.",
    "report github.com/moby/dick/issues/7: Whales swim swim swim swim swim swim swi",
  ]);
  expect(describe("openai")).toEqual([
    "spec #/paths/~1v1~1completions/post/responses/404: The model or route does not exist, or th",
    "spec #/components/schemas/CompletionFinishReason/enum/length: `length`: the text reached `max_tokens`.",
    "spec #/components/schemas/CreateCompletionRequest/required/prompt: `prompt` is required. The prompts, and h",
    "spec #/components/schemas/CreateCompletionRequest/properties/temperature/maximum: `maximum` is 2. Randomness of sampling. ",
    "rule stop-excluded: The generated text of a choice contains ",
    "rfc RFC 9110, section 15.5.5: A 404 has no whale.",
    "page developers.openai.com/whales: There is no whale.",
    "report github.com/moby/dick/issues/7: Whales swim swim swim swim swim swim swi",
  ]);
});

test("a source of its own has an address, and a long statement ends after a word", () => {
  const sources = describeSources(contractCase, "openai").slice(-3);
  expect(sources.map(({ url }) => url)).toEqual([
    "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.5",
    "https://developers.openai.com/whales",
    "https://github.com/moby/dick/issues/7",
  ]);
  expect(sources.at(-1)?.says).toMatch(/^Whales( swim){38} …$/);
});
