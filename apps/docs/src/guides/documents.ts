import { readdirSync } from "node:fs";
import { readRepositoryFile } from "../repository.ts";

/** A Markdown file of the repository that is a page as it is. */
export interface DocumentSource {
  readonly file: string;
  readonly path: string;
  readonly title: string;
  readonly description: string;
}

const packageFolders = [
  "spec",
  "packages/types",
  "packages/validators",
  "packages/protocol",
  "packages/client",
  "packages/engine",
  "packages/http",
  "packages/mock",
  "packages/contract",
  "packages/review",
  "packages/command-line",
  "apps/gateway",
];

/** The READMEs of the packages. */
export function packageDocuments(): DocumentSource[] {
  return packageFolders.map((folder) => {
    // Every package has both fields: npm shows them.
    const manifest = JSON.parse(readRepositoryFile(`${folder}/package.json`)) as Record<
      "name" | "description",
      string
    >;
    const name = manifest.name.replace(/^@[^/]+\//, "");
    return {
      file: `${folder}/README.md`,
      path: `guides/packages/${name}/`,
      title: name,
      description: manifest.description,
    };
  });
}

/** Pages on subjects that concern several packages, and the gateway's manual. */
export function subjectDocuments(): DocumentSource[] {
  const manual = readdirSync(new URL("../../../gateway/docs/", import.meta.url))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `apps/gateway/docs/${name}`);
  return ["docs/two-faces.md", "docs/python.md", ...manual].map((file) => {
    const text = readRepositoryFile(file);
    const folder = file.startsWith("apps/") ? "guides/gateway/" : "guides/";
    return {
      file,
      path: `${folder}${file.split("/").at(-1)?.replace(/\.md$/, "")}/`,
      title: /^# (.+)$/m.exec(text)?.[1] ?? file,
      description: firstSentence(text),
    };
  });
}

function firstSentence(text: string): string {
  const [, paragraph = ""] = /\n\n([^\n#`|][\s\S]*?)\n\n/.exec(text) ?? [];
  const plain = paragraph
    .replace(/\s+/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll("`", "");
  return /^.*?[.:](?=\s|$)/.exec(plain)?.[0].replace(/:$/, ".") ?? plain;
}
