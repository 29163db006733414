import { joinPointer, splitPointer } from "../../document/pointer.ts";
import type { Operation, Parameter } from "../../model/api.ts";
import { isJsonObject } from "../../model/json.ts";
import type { TypeChange } from "../../types-promise/type-change.ts";
import type { Comparison } from "../comparison.ts";

/**
 * Returns the pointer of a change of types as other findings have it. Declarations are made from the document as it is
 * written: parameters are in a list, headers keep their case, and both are like the properties of an object.
 */
export function placeOfType(change: TypeChange, comparison: Comparison): string {
  const side = change.head === undefined ? comparison.base : comparison.head;
  const operation = [...side.api.operations.values()].find(({ pointer }) =>
    change.pointer.startsWith(pointer),
  );
  const steps = splitPointer(change.pointer);
  // A union is one type, whichever of its branches differs.
  const place = steps.at(-1) === "type" ? steps.slice(0, -1) : steps;
  const parameters = place.indexOf("parameters");
  const parameter = operation && parameters > 0 && findParameter(operation, place.slice(parameters + 1));
  if (parameter) return parameter.pointer;
  const headers = place.indexOf("headers");
  return joinPointer("", ...(headers > 0 ? namedHeader(place, headers) : place));
}

/** Finds a parameter by its position in the list, or by its name after a keyword such as `required`. */
function findParameter({ source, parameters }: Operation, steps: readonly string[]): Parameter | undefined {
  const [first = "", second = ""] = steps;
  const list = Array.isArray(source.parameters) ? source.parameters : [];
  const part = list[Number(first)];
  const all = [...parameters.values()];
  if (isJsonObject(part)) return all.find((parameter) => parameter.source === part);
  return all.find(({ name }) => name.toLowerCase() === second.toLowerCase());
}

function namedHeader(place: readonly string[], headers: number): readonly string[] {
  const [keyword = "", ...rest] = place.slice(headers + 1);
  const [name = "", ...steps] = ["required", "properties"].includes(keyword) ? rest : [keyword, ...rest];
  return [...place.slice(0, headers + 1), name.toLowerCase(), ...steps];
}
