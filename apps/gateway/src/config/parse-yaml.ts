import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import type { ConfigProblem } from "./config-error.ts";

/** The names and indices that lead to a value. */
export type Path = readonly (string | number)[];

/** A YAML file, as far as it could be read. */
export interface YamlFile {
  /** What it holds; undefined where its syntax is wrong. */
  readonly value: unknown;
  /** What is wrong with its syntax. */
  readonly problems: readonly ConfigProblem[];
  /**
   * A problem with what is at a path or, where nothing is, with what should have it.
   *
   * @param at - where to point: at the value, or at the name before it.
   */
  problemAt(path: Path, message: string, at?: "value" | "name"): ConfigProblem;
}

/** In our words where the library's would quote the file, which may hold secrets. */
const words: Partial<Record<YAMLError["code"], string>> = {
  BAD_DQ_ESCAPE: "This is no escape sequence of YAML. Write \\\\ for a backslash, or use single quotes",
  BAD_DIRECTIVE: "This is no directive that is known. Remove it",
  DUPLICATE_KEY: "The same name is there twice. Remove one",
  MULTIPLE_DOCS: "Another document begins here, of which a file has one. Remove this line, or what follows",
  NON_STRING_KEY: "A name must be a string",
  TAG_RESOLVE_FAILED:
    "This tag is not known. Remove it, or put what begins with an exclamation mark in quotes",
  UNEXPECTED_TOKEN: "This cannot stand here. Look at the quotes, brackets and indentation before it",
};

/** Reads YAML 1.2. Names must be strings, each there once. */
export function parseYaml(text: string): YamlFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true });
  const problem = (offset: number, path: string, message: string): ConfigProblem => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col, path, message };
  };
  const problems = [...document.errors, ...document.warnings].map(({ pos, code, message }) =>
    problem(pos[0], "", `${words[code] ?? message}.`),
  );
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      problems.push(problem(alias.range?.[0] ?? 0, "", "There is no anchor of this name before it."));
    },
  });
  let value: unknown;
  try {
    if (problems.length === 0) value = document.toJS();
  } catch (error) {
    // Aliases of aliases may stand for more than fits into memory.
    if (!(error instanceof ReferenceError)) throw error;
    problems.push(problem(0, "", "The aliases in it stand for too much. Write out what they stand for."));
  }
  return {
    value,
    problems,
    problemAt: (path, message, at = "value") =>
      problem(findOffset(document, path, at), formatPath(path), message),
  };
}

function findOffset(document: Document, path: Path, at: "value" | "name"): number {
  let node = resolve(document, document.contents);
  let offset = node?.range?.[0] ?? 0;
  for (const [index, key] of path.entries()) {
    const isLast = index === path.length - 1;
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      : undefined;
    const next = isSeq(node) ? node.items[Number(key)] : pair?.value;
    const name = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
    const value = isNode(next) ? next.range?.[0] : undefined;
    const found = isLast && at === "name" ? (name ?? value) : (value ?? name);
    if (found === undefined) return offset;
    offset = found;
    node = isNode(next) ? resolve(document, next) : undefined;
  }
  return offset;
}

function resolve(document: Document, node: Node | null): Node | undefined {
  return (isAlias(node) ? node.resolve(document) : node) ?? undefined;
}

function formatPath(path: Path): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}
