import type { Tree } from "../git/tree.ts";
import { diffTexts, type Texts } from "./diff-texts.ts";

/**
 * Returns the unified diff of the API reports in git, which API Extractor writes. They have what users of the published
 * packages see, where the declarations have only what is generated.
 */
export async function diffApiReports(base: Tree, head: Tree): Promise<string> {
  const before = await readReports(base);
  const after = await readReports(head);
  const isSame = before.size === after.size && [...before].every(([path, text]) => after.get(path) === text);
  return isSame ? "" : diffTexts(before, after);
}

async function readReports(tree: Tree): Promise<Texts> {
  const paths = (await tree.list()).filter((path) => path.endsWith(".api.md"));
  const texts = await Promise.all(paths.map(async (path) => [path, await tree.read(path)] as const));
  // Windows may check files out with other line ends than they have in git.
  return new Map(
    texts.flatMap(([path, text]) => (text === undefined ? [] : [[path, text.replaceAll("\r\n", "\n")]])),
  );
}
