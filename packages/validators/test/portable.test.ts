import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";

test("runs without `eval`, and without any global of a runtime", async () => {
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  expect(() => vm.runInContext("new Function()", context)).toThrow("Code generation from strings");
  expect(vm.runInContext("typeof process + typeof fetch", context)).toBe("undefinedundefined");

  const code = await bundle(new URL("../src/index.ts", import.meta.url));
  expect(code).not.toMatch(/\b(require|import|eval)\b|new Function/);
  vm.runInContext(code, context);
  const names: string[] = vm.runInContext("Object.keys(validators)", context);
  const validators = names.filter((name) => name.startsWith("validate"));
  expect(validators).toHaveLength(13);
  for (const name of validators) {
    expect(vm.runInContext(`validators.${name}(null).problems[0].message`, context)).toBe(
      "must be an object",
    );
  }
  const defaults = vm.runInContext(
    "validators.applyCreateCompletionRequestDefaults({ prompt: '' }).top_p",
    context,
  );
  expect(defaults).toBe(1);
});

test("a bundle of one validator contains no code of the others", async () => {
  const code = await bundle(new URL("one-validator.ts", import.meta.url));
  expect(code).toContain("frequency_penalty");
  expect(code).not.toMatch(/finish_reason|api-version|detail|invalid_json|preview|azure|microsoft|\\d/);
});

/** Bundles a module into a script that puts its exports into a global `validators`. */
async function bundle(module: URL): Promise<string> {
  await using build = await rolldown({ input: fileURLToPath(module) });
  const { output } = await build.generate({ format: "iife", name: "validators", minify: true });
  return output[0].code;
}
