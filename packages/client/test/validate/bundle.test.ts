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

/** Takes our other packages as they are published: as one file each, of which bundlers have to drop what is not used. */
const published: Plugin = {
  name: "published",
  resolveId: (name) => (name.startsWith("@completions-api/") ? `${name}?published` : null),
  load(id) {
    const [name = "", isPublished] = id.split("?");
    if (isPublished === undefined) return null;
    const input = resolve(`${name}/package.json`).replace("package.json", "src/index.ts");
    return bundle({ input, external: /^[^./]/ });
  },
};

function bundleEntry(path: string): Promise<string> {
  return bundle({ input: fileURLToPath(new URL(path, import.meta.url)), plugins: [published] });
}

// Messages of the validators and of the grammar of streams.
const validation = /must not be empty|has another/;

test("a client alone brings no validation; one that validates brings it for less than 4 kB, none of it for requests", async () => {
  const client = await bundleEntry("../../src/index.ts");
  expect(client).toContain("/completions");
  expect(client).not.toMatch(validation);

  const validatingClient = await bundleEntry("../../src/validate.ts");
  expect(validatingClient).toMatch(validation);
  expect(validatingClient).not.toContain("frequency_penalty");
  expect(gzipSync(validatingClient).length - gzipSync(client).length).toBeLessThan(4_000);
});
