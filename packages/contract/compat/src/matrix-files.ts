import { readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Matrix } from "./matrix.ts";
import { toHtml } from "./to-html.ts";
import { toMarkdown } from "./to-markdown.ts";

const docs = new URL("../../../../docs/", import.meta.url);

/** The files of the matrix in `docs`: the data, and two pages that are made from it. */
export const matrixFiles = {
  async read(): Promise<Matrix> {
    return JSON.parse(await readFile(new URL("compatibility.json", docs), "utf8"));
  },
  /** Changes the matrix, and writes every file whole. */
  async update(change: (matrix: Matrix) => Matrix): Promise<void> {
    const matrix = change(await matrixFiles.read());
    await writeWhole("compatibility.json", `${JSON.stringify(matrix, undefined, 2)}\n`);
    await writeWhole("compatibility.md", toMarkdown(matrix));
    await writeWhole("compatibility.html", toHtml(matrix));
  },
};

async function writeWhole(name: string, text: string): Promise<void> {
  const file = fileURLToPath(new URL(name, docs));
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
