import { fileURLToPath } from "node:url";
import { type InputOptions, rolldown } from "rolldown";
import { expect, test } from "vitest";

const index = fileURLToPath(new URL("../../src/index.ts", import.meta.url));

async function bundle(options: InputOptions): Promise<string> {
  const conditionNames = ["@completions-api/source", "import"];
  await using build = await rolldown({ ...options, resolve: { conditionNames } });
  const { output } = await build.generate();
  return output[0].code;
}

test("a bundle that only reads streams contains no validators and no request handling", async () => {
  // The published package is one file. Bundlers drop its unused statements, not unused modules as in `src`.
  const published = await bundle({ input: index, external: /^@/ });
  const code = await bundle({
    input: "reader",
    plugins: [
      {
        name: "in-memory",
        resolveId: (id) => (id === "reader" ? id : null),
        load(id) {
          if (id === index) return published;
          if (id !== "reader") return null;
          return `export { createAssembler, createStreamGrammar, decodeEvents } from ${JSON.stringify(index)}`;
        },
      },
    ],
  });
  expect(code).toContain("malformed-event");
  expect(code).not.toMatch(/frequency_penalty|invalid_json|api-version|HttpError/);
});
