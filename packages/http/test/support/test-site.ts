import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** The files of a small site by their paths. */
export const siteFiles: Readonly<Record<string, string>> = {
  "index.html": "<h1>Home</h1>",
  "llms.txt": "# Completions",
  "reference/index.html": `<h1>Reference</h1>${"text ".repeat(500)}`,
  "reference/index.md": "# Reference",
  "assets/site-BxQ3_v-1.js": `console.log(${"1 + ".repeat(500)}1)`,
  "assets/plain.css": "a { color: red }",
  "assets/icon.png": "not really",
  data: "no extension",
  "a b/é.txt": "odd names",
};

/** The content of files that must not be served. */
export const hiddenContent = "for nobody's eyes";

/** A folder on the disk. Disposing of it deletes it. */
export interface TestFolder extends AsyncDisposable {
  readonly url: URL;
}

/** Writes the site, a secret beside it, and links to the secret inside it. */
export async function writeTestSite(): Promise<TestFolder> {
  const parent = await mkdtemp(join(tmpdir(), "site-"));
  const folder = join(parent, "site");
  for (const [path, content] of Object.entries(siteFiles)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await mkdir(join(folder, ".vite"));
  for (const path of ["secret.txt", "site/.env", "site/.vite/manifest.json"])
    await writeFile(join(parent, path), hiddenContent);
  await symlink(join(parent, "secret.txt"), join(folder, "linked.txt"));
  await symlink(parent, join(folder, "linked"));
  return {
    url: pathToFileURL(`${folder}/`),
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true }),
  };
}
