import { describe, expect, test } from "vitest";
import { mobyDickChapters } from "../scripts/moby-dick.ts";
import { buildModel } from "../src/build-model.ts";
import { EmbeddedEngine } from "../src/embedded-engine.ts";
import { readModelFile } from "../src/model-file.ts";
import { completeAll } from "./support/complete.ts";
import { builtFile, mobyDick, modelOf, vocabulary } from "./support/models.ts";

describe("the model file of Moby-Dick", () => {
  test("is the build's output for the book, byte for byte", () => {
    expect(Buffer.from(buildModel(mobyDickChapters(), vocabulary)).equals(builtFile)).toBe(true);
  });

  test("takes at most 4 MB", () => {
    expect(builtFile.length).toBeLessThanOrEqual(4_000_000);
  });

  test.each([0, 3, 11, 100, builtFile.length - 1])("its first %d bytes alone are refused", (length) => {
    expect(() => readModelFile(builtFile.subarray(0, length))).toThrow(
      `These ${length} bytes are not a complete model file`,
    );
  });

  test("other bytes are refused", () => {
    const other = Uint8Array.from(builtFile);
    other[0] = 0;
    expect(() => readModelFile(other)).toThrow("are not a complete model file");
    expect(() => readModelFile(new Uint8Array(24))).toThrow("are not a complete model file");
  });
});

describe("the fingerprint", () => {
  test("depends on the corpus", () => {
    expect(modelOf(["the sea"]).fingerprint).not.toBe(modelOf(["the ship"]).fingerprint);
  });

  // Whoever changes one of these must change the fingerprint, too: users compare texts by it.
  test("stands for these texts", async () => {
    expect(mobyDick.fingerprint).toBe("fp_c03a00f5ba1f");
    const engine = new EmbeddedEngine(mobyDick);
    const prompts = ["Call me", ""];
    const requests = [
      { seed: 1, maxTokens: 8 },
      { seed: -7, maxTokens: 8, temperature: 0.8, topP: 0.9, presencePenalty: 1 },
      { seed: 2 ** 40, maxTokens: 8, frequencyPenalty: 1 },
      { maxTokens: 8, temperature: 0 },
    ];
    const texts = await Promise.all(requests.map((options) => completeAll(engine, prompts, options)));
    expect(texts.map((choices) => choices.map(({ text }) => text))).toMatchInlineSnapshot(`
      [
        [
          " Ishmael.

      It drew",
          "That for six thousand years—and hence",
        ],
        [
          " Ishmael. Can you land a",
          "Inasmuch, then, as it",
        ],
        [
          " Ishmael, muttered I, backing",
          "Upon searching, it was found that the",
        ],
        [
          " Ishmael.

      It was",
          "The allusion to the waif and",
        ],
      ]
    `);
  });
});
