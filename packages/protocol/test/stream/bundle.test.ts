import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";

test("a bundle that reads streams has nothing of the validators, nor of what serves requests", async () => {
  await using build = await rolldown({
    input: fileURLToPath(new URL("reader.ts", import.meta.url)),
    resolve: { conditionNames: ["@completions-api/source", "import"] },
    // The package is published as one file, so it must shake statement by statement.
    treeshake: { moduleSideEffects: true },
  });
  const { output } = await build.generate({ minify: true });
  expect(output[0].code).toContain("malformed-event");
  expect(output[0].code).not.toMatch(/frequency_penalty|invalid_json|api-version|ApiError/);
});
