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
import type { FileProblem } from "./file-problem.ts";

/** The names and indices on the way to a value. */
export type Path = readonly (string | number)[];

/** A parsed YAML file. */
export interface YamlFile {
  /** The file's content. Undefined if its syntax is wrong. */
  readonly value: unknown;
  /** The problems in its syntax. */
  readonly problems: readonly FileProblem[];
  /**
   * Creates a problem with the value at a path. If there is no value, the problem points at the innermost value that should
   * contain it.
   *
   * @param at - what to point at: the value, or the name before it.
   */
  problemAt(path: Path, message: string, at?: "value" | "name"): FileProblem;
}

/** Our messages for errors for which the library would quote the file, which may contain secrets. */
const messages: Partial<Record<YAMLError["code"], string>> = {
  BAD_DQ_ESCAPE: "YAML has no such escape sequence. Write \\\\ for a backslash, or use single quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "A mapping cannot begin here. Put a text that contains a colon and a space in quotes",
  BAD_DIRECTIVE: "Unknown directive. Remove it",
  DUPLICATE_KEY: "This name occurs twice. Remove one",
  MULTIPLE_DOCS:
    "A second YAML document begins here, but the file must contain exactly one. Remove this line, or everything after it",
  NON_STRING_KEY: "A name must be a string",
  TAG_RESOLVE_FAILED: "Unknown tag. Remove it, or quote the value that begins with an exclamation mark",
  UNEXPECTED_TOKEN: "Unexpected text. Check the quotes, brackets and indentation before it",
};

/** Parses YAML 1.2. The names in a mapping must be unique strings. */
export function parseYaml(text: string): YamlFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true });
  const problem = (offset: number, path: string, message: string): FileProblem => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col, path, message };
  };
  const problems = [...document.errors, ...document.warnings].map(({ pos, code, message }) =>
    problem(pos[0], "", `${messages[code] ?? message}.`),
  );
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      problems.push(
        problem(alias.range?.[0] ?? 0, "", "No anchor with this name is defined before this alias."),
      );
    },
  });
  let value: unknown;
  try {
    if (problems.length === 0) value = document.toJS();
  } catch (error) {
    // Aliases of aliases can expand to more than fits into memory.
    if (!(error instanceof ReferenceError)) throw error;
    problems.push(problem(0, "", "The aliases expand to too many values. Write these values out instead."));
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
