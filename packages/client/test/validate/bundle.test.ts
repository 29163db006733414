import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type InputOptions, type Plugin, rolldown } from "rolldown";
import { expect, test } from "vitest";

const { resolve } = createRequire(import.meta.url);

async function bundle(options: InputOptions): Promise<string> {
  await using build = await rolldown({ ...options, platform: "browser" });
  const { output } = await build.generate({ minify: true });
  return output[0].code;
}

/** Bundles our other packages as they are published: one file each, from which bundlers must drop unused code. */
const published: Plugin = {
  name: "published",
  resolveId: (name) => (name.startsWith("@completions-api/") ? `${name}?published` : null),
  load(id) {
    const [name = "", isPublished] = id.split("?");
    if (isPublished === undefined) return null;
    const [scope, unscoped, entry = "index"] = name.split("/");
    const input = resolve(`${scope}/${unscoped}/package.json`).replace("package.json", `src/${entry}.ts`);
    return bundle({ input, external: /^[^./]/ });
  },
};

function bundleEntry(path: string): Promise<string> {
  return bundle({ input: fileURLToPath(new URL(path, import.meta.url)), plugins: [published] });
}

// Parts of the messages of the validators and of the grammar.
const validation = /must not be empty|has a different/;

test("the client's bundle has no validation; validation of responses adds less than 4 kB", async () => {
  const client = await bundleEntry("../../src/index.ts");
  expect(client).toContain("/completions");
  expect(client).not.toMatch(validation);

  const validatingClient = await bundleEntry("../../src/validate.ts");
  expect(validatingClient).toMatch(validation);
  expect(validatingClient).not.toContain("frequency_penalty");
  expect(gzipSync(validatingClient).length - gzipSync(client).length).toBeLessThan(4_000);
});
