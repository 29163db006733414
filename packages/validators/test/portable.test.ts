import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { rolldown } from "rolldown";
import { describe, expect, test } from "vitest";
import { faces } from "./faces.ts";

const entries = {
  completions: fileURLToPath(new URL("../src/index.ts", import.meta.url)),
  openai: fileURLToPath(new URL("../src/openai.ts", import.meta.url)),
};

/**
 * The most bytes that a minified bundle of all exports may have. Our own face has as many as before there was another: a
 * program that uses one face does not pay for the other.
 */
const limits = { completions: 68_772, openai: 80_000 };

/** Text that only the code of the other face has. */
const foreign = {
  completions: /logprobs|best_of|invalid_api_key|owned_by/,
  openai: /api-version|x-ms-error-code|detail|preview|azure|microsoft/,
};

/** How many checks a validator has that selects one by the status of a response. Any other has one check. */
const checksByStatus = {
  completions: new Map([
    ["validateErrorBody", 5],
    ["validateResponseHeaders", 6],
  ]),
  openai: new Map([["validateResponseHeaders", 5]]),
};

describe.each(faces)("%s", (name, face) => {
  const exported = Object.keys(face);
  const validators = exported.filter((name) => name.startsWith("validate"));

  test("runs without `eval`, and without any global of a runtime", async () => {
    const context = vm.createContext(Object.create(null), {
      codeGeneration: { strings: false, wasm: false },
    });
    expect(() => vm.runInContext("new Function()", context)).toThrow("Code generation from strings");
    expect(vm.runInContext("typeof process + typeof fetch", context)).toBe("undefinedundefined");

    const code = await bundle(entries[name], exported);
    expect(code).not.toMatch(/\b(require|import|eval)\b|new Function/);
    vm.runInContext(code, context);
    for (const validator of validators) {
      const problem = vm.runInContext(`validators.${validator}(null).problems[0].message`, context);
      expect(problem).toBe("must be an object");
    }
    const defaults = "validators.applyCreateCompletionRequestDefaults({ prompt: '' }).top_p";
    expect(vm.runInContext(defaults, context)).toBe(1);
  });

  test("a bundle contains nothing of the other face, and is small", async () => {
    const code = await bundle(entries[name], exported);
    expect(code.match(foreign[name])).toBeNull();
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(limits[name]);
  });

  test.each(exported)("a bundle of %s alone has no check of another", async (one) => {
    const checks = (await bundle(entries[name], [one], false)).match(/^\s*function validate\d+\(/gm) ?? [];
    const expected = validators.includes(one) ? (checksByStatus[name].get(one) ?? 1) : 0;
    expect(checks).toHaveLength(expected);
  });
});

/** Bundles exports of a module into a script that puts them into a global `validators`. */
async function bundle(entry: string, names: readonly string[], minify = true): Promise<string> {
  const start = "\0start";
  await using build = await rolldown({
    input: start,
    plugins: [
      {
        name: "start",
        resolveId: (id) => (id === start ? id : null),
        load: (id) => (id === start ? `export { ${names.join(", ")} } from ${JSON.stringify(entry)};` : null),
      },
    ],
  });
  const { output } = await build.generate({ format: "iife", name: "validators", minify });
  return output[0].code;
}
