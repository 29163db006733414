import { readFileSync } from "node:fs";
import { validateCompletionEvent } from "@completions-api/validators";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Assembler,
  BrokenStreamError,
  createAssembler,
  createStreamGrammar,
  type DecodeOptions,
  decodeEvents,
} from "../../src/index.ts";
import { shapedCompletion, streamOf as shapedStreamOf, streamShapes } from "../../stream-shapes/index.ts";
import { cut, dice } from "./arbitraries.ts";
import { streamOf } from "./bytes.ts";

type StreamOutcome = ReturnType<Assembler["streamedCompletion"]> | "error";

/** Reads a stream as a client does. */
async function read(pieces: readonly Uint8Array[], prompts = 1): Promise<StreamOutcome> {
  const assembler = createAssembler();
  try {
    for await (const event of decodeEvents(streamOf(pieces))) {
      if (event === "[DONE]") return assembler.streamedCompletion(prompts);
      if ("error" in event) return "error";
      assembler.add(event);
    }
    return "error";
  } catch (error) {
    if (!(error instanceof BrokenStreamError)) throw error;
    return "error";
  }
}

/** Reads a stream as the contract suite does. */
async function isStrictlyValid(body: string, prompts = 1): Promise<boolean> {
  const grammar = createStreamGrammar({ prompts });
  const options: DecodeOptions = { validate: validateCompletionEvent };
  try {
    for await (const event of decodeEvents(streamOf([body]), options)) {
      if (grammar.accept(event) || (event !== "[DONE]" && "error" in event)) return false;
    }
    return grammar.end() === undefined;
  } catch (error) {
    if (!(error instanceof BrokenStreamError)) throw error;
    return false;
  }
}

describe.each(streamShapes)("$shape: $verdict", ({ verdict, isValid, lacksUsage, prompts, ...shape }) => {
  const body = shapedStreamOf(shape);

  test("for every way to cut the stream", async () => {
    await fc.assert(
      fc.asyncProperty(dice, async (dice) => {
        const outcome = await read(cut(new TextEncoder().encode(body), dice), prompts);
        if (verdict === "error") {
          expect(outcome).toBe("error");
          return;
        }
        expect(outcome).toMatchObject({
          id: "1",
          choices: [{ index: 0, ...shapedCompletion }],
          usage: lacksUsage ? undefined : { total_tokens: 6 },
        });
      }),
      { numRuns: 30 },
    );
  });

  test(`is ${isValid ? "valid" : "an error"} for strict readers`, async () => {
    expect(await isStrictlyValid(body, prompts)).toBe(isValid ?? false);
  });
});

test("names are unique", () => {
  const names = streamShapes.map(({ name }) => name);
  expect(names).toStrictEqual([...new Set(names)]);
});

test("the README has the table", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const rows = streamShapes.map(({ shape, verdict, gatewayVerdict, why, source }) => {
    const verdicts = gatewayVerdict ? `${verdict}; gateway: ${gatewayVerdict}` : verdict;
    const { hostname } = new URL(source, "https://spec");
    const name = hostname === "spec" ? "spec" : hostname;
    const link = hostname === "spec" ? `../../${source}` : source;
    return [shape, verdicts, why, `[${name}](${link})`];
  });
  const table = readme.slice(readme.indexOf("| a stream with")).split("\n\n", 1)[0] ?? "";
  const [, , ...lines] = table.split("\n");
  const found = lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(found).toStrictEqual(rows);
});
