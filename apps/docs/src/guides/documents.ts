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

/** The gateway's manual, in the order and with the descriptions of the table in its README. */
export function manualDocuments(): DocumentSource[] {
  const rows = readRepositoryFile("apps/gateway/README.md").matchAll(
    /^\| \[([^\]]+)\]\(((?:docs|deploy)\/[^)]+)\.md\)\s*\| (.+?)\s*\|$/gm,
  );
  return Array.from(rows, ([, title = "", name = "", contents = ""]) => ({
    file: `apps/gateway/${name}.md`,
    path: `guides/gateway/${title.toLowerCase().replaceAll(" ", "-")}/`,
    title,
    description: `${contents.charAt(0).toUpperCase()}${contents.slice(1)}.`.replaceAll("`", ""),
  }));
}

/** Pages on subjects that concern several packages. */
export const subjectDocuments: readonly DocumentSource[] = [
  {
    file: "docs/two-faces.md",
    path: "guides/two-faces/",
    title: "Two faces",
    description: "The two forms of the API: completions, and the one for OpenAI's clients.",
  },
  {
    file: "docs/python.md",
    path: "guides/python/",
    title: "Python",
    description: "Call the API from Python with OpenAI's client, other libraries or a generated client.",
  },
];
