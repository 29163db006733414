import { isObject, type JsonObject, mapValues } from "./json.ts";
import { formatTable } from "./table.ts";

/** Appends the rules in the `x-rules` of each operation to its description, because documentation does not show extensions. */
export function describeRules(document: JsonObject): JsonObject {
  if (!isObject(document.paths)) return document;
  const paths = mapValues(document.paths, (path) =>
    isObject(path)
      ? mapValues(path, (operation) => (isObject(operation) ? describe(operation) : operation))
      : path,
  );
  return { ...document, paths };
}

function describe(operation: JsonObject): JsonObject {
  const { description = "", "x-rules": rules } = operation;
  if (!Array.isArray(rules)) return operation;
  const rows = rules.filter(isObject).map(({ id, rule }) => [`\`${id}\``, String(rule)]);
  const table = formatTable([["Rule", "Meaning"], ...rows]);
  return {
    ...operation,
    description: `${String(description).trimEnd()}\n\nThese rules apply, which a schema cannot express:\n\n${table}\n`,
  };
}
