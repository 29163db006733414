import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import { decodeText } from "./decode-text.ts";
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

/**
 * Parses YAML 1.2 with merge keys, `<<`, as YAML 1.1 had them. The names in a mapping must be unique strings.
 *
 * @param source - the text, or the bytes of a file in UTF-8 or UTF-16.
 */
export function parseYaml(source: string | Uint8Array): YamlFile {
  const { text, invalidAt } = typeof source === "string" ? { text: source } : decodeText(source);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true, merge: true });
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
    Pair(_, pair) {
      if (!isMerge(pair) || listMerged(document, pair).every(isMap)) return;
      const offset = isNode(pair.key) ? pair.key.range?.[0] : undefined;
      const message =
        "`<<` merges mappings only. Write an alias of a mapping after it, or a list of such aliases.";
      problems.push(problem(offset ?? 0, "", message));
    },
  });
  const controlAt = findControlCharacter(text);
  if (controlAt !== undefined) {
    problems.push(problem(controlAt, "", "A control character, which YAML does not allow. Remove it."));
  }
  if (invalidAt !== undefined) {
    // Everything else may follow from it.
    const message = "These bytes are not text in UTF-8. Save the file as UTF-8.";
    problems.splice(0, Number.POSITIVE_INFINITY, problem(invalidAt, "", message));
  }
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
    const pair = findPair(document, node, String(key));
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

/** Finds the pair with a name in a mapping, or in the mappings that are merged into it. */
function findPair(document: Document, node: Node | undefined, name: string): Pair | undefined {
  if (!isMap(node)) return;
  const own = node.items.find((item) => !isMerge(item) && isScalar(item.key) && item.key.value === name);
  if (own) return own;
  for (const source of node.items.filter(isMerge).flatMap((pair) => listMerged(document, pair))) {
    const found = findPair(document, source, name);
    if (found) return found;
  }
  return;
}

/** Returns whether a pair merges its value into the mapping. In quotes, `<<` is a name. */
function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.value === "<<" && key.type === "PLAIN";
}

/** Lists the mappings that a merge key merges. The first takes precedence. */
function listMerged(document: Document, { value }: Pair): (Node | undefined)[] {
  const source = isNode(value) ? resolve(document, value) : undefined;
  return isSeq(source)
    ? source.items.map((item) => (isNode(item) ? resolve(document, item) : undefined))
    : [source];
}

function findControlCharacter(text: string): number | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
  return /[\0-\x08\x0b\x0c\x0e-\x1f]/.exec(text)?.index;
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
