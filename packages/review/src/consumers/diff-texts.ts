import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { tryGit } from "../git/run-git.ts";
import { ReviewError } from "../review-error.ts";
import { withTemporaryFolder } from "../temporary-folder.ts";

/** Texts by path, with `/`. */
export type Texts = ReadonlyMap<string, string>;

/** Returns the unified diff of texts, as git writes it, without the lines that only git needs. Empty if they are equal. */
export async function diffTexts(base: Texts, head: Texts): Promise<string> {
  return withTemporaryFolder("review-diff-", async (folder) => {
    await writeTexts(join(folder, "base"), base);
    await writeTexts(join(folder, "head"), head);
    // The options override a configuration with colors or an external program.
    const options = [
      "--no-index",
      "--no-prefix",
      "--no-color",
      "--no-ext-diff",
      "--no-textconv",
      "--no-renames",
    ];
    const { exitCode, stdout, stderr } = await tryGit(folder, ["diff", ...options, "--", "base", "head"]);
    // 1 says that they differ.
    if (exitCode > 1) throw new ReviewError(`git diff failed: ${stderr}`);
    return stdout.toString().replaceAll(/^(?:diff --git|index|new file mode|deleted file mode) .*\n/gm, "");
  });
}

async function writeTexts(folder: string, texts: Texts): Promise<void> {
  await mkdir(folder);
  for (const [path, text] of texts) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
