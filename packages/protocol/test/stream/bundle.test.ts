import { fileURLToPath } from "node:url";
import { type OutputChunk, rolldown } from "rolldown";
import { beforeAll, expect, test } from "vitest";

const entries = Object.fromEntries(
  Object.entries({ index: "../../src/index.ts", openai: "../../src/openai/index.ts" }).map(([name, path]) => [
    name,
    fileURLToPath(new URL(path, import.meta.url)),
  ]),
);

/** The files that would be published. Bundlers drop their unused statements, not unused modules as in `src`. */
const published = new Map<string, string>();
beforeAll(async () => {
  await using build = await rolldown({ input: entries, external: /^@/ });
  const { output } = await build.generate();
  const isChunk = (file: (typeof output)[number]): file is OutputChunk => file.type === "chunk";
  for (const { fileName, code } of output.filter(isChunk)) published.set(`./${fileName}`, code);
});

/** Bundles a program that exports these names of an entry. */
async function bundle(entry: string, names: readonly string[]): Promise<string> {
  await using build = await rolldown({
    input: "program",
    resolve: { conditionNames: ["@completions-api/source", "import"] },
    plugins: [
      {
        name: "in-memory",
        resolveId: (id) => (id === "program" || published.has(id) ? id : null),
        load: (id) =>
          id === "program"
            ? `export { ${names.join(", ")} } from "./${entry}.js"`
            : (published.get(id) ?? null),
      },
    ],
  });
  const { output } = await build.generate({ minify: true });
  return output[0].code;
}

test("a bundle that only reads streams contains no validators, no request handling and nothing of OpenAI's face", async () => {
  const code = await bundle("index", ["createAssembler", "createStreamGrammar", "decodeEvents"]);
  expect(code).toContain("malformed-event");
  expect(code).not.toMatch(
    /frequency_penalty|invalid_json|api-version|HttpError|unknown_parameter|logit_bias/,
  );
  // Far below the sum of what it must not contain.
  expect(code.length).toBeLessThan(7300);
});

test("a bundle that only writes responses of OpenAI's face contains no validators and no streams", async () => {
  const code = await bundle("openai", ["toOpenAIChunks", "toOpenAICompletion", "toOpenAIErrorResponse"]);
  expect(code).toContain("unknown_parameter");
  expect(code).not.toMatch(/frequency_penalty|malformed-event|api-version|stream-usage-last/);
  expect(code.length).toBeLessThan(2000);
});

test("the entry for OpenAI's face has no code that only the API's own face needs", () => {
  const code = published.get("./openai.js") ?? "";
  const imported = Array.from(
    code.matchAll(/from "(\.[^"]*)"/g),
    ([, path = ""]) => published.get(path) ?? "",
  );
  expect(imported).not.toHaveLength(0);
  expect([code, ...imported].join("")).not.toMatch(/malformed-event|azureml-model-deployment|Bearer/);
});
