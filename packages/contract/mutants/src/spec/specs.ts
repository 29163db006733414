import openai from "@completions-api/spec/openai.json" with { type: "json" };
import completions from "@completions-api/spec/openapi.json" with { type: "json" };
import { type ContractCase, type FaceName, listSpecElements } from "../../../src/index.ts";
import { isObject } from "../../../src/is-object.ts";
import { children, type Pointer, read, resolve } from "../../../src/spec-elements/json-pointer.ts";

/** The bundled spec of each face. */
export const specs: Readonly<Record<FaceName, unknown>> = { completions, openai };

/** The operation of each face that completes prompts. */
export const operations: Readonly<Record<FaceName, Pointer>> = {
  completions: "#/paths/~1completions/post",
  openai: "#/paths/~1v1~1completions/post",
};

const elementsOfCompletions = new Set(listSpecElements(completions));

/**
 * The elements that the cases of each face must cover: all of the API's own face, and those of the other one that differ
 * from them.
 */
export const elements: Readonly<Record<FaceName, readonly string[]>> = {
  completions: [...elementsOfCompletions],
  openai: listSpecElements(openai).filter(
    (element) =>
      !elementsOfCompletions.has(element) ||
      statementOf("openai", element) !== statementOf("completions", element),
  ),
};

/** Returns the text of a rule, an example, or the value of a keyword. Other objects consist of elements of their own. */
function statementOf(face: FaceName, element: string): string | undefined {
  const value = isPointer(element) ? read(specs[face], element) : ruleOf(face, element);
  const isWhole = element.startsWith("#/components/examples/") || Array.isArray(value) || !isObject(value);
  return isWhole ? JSON.stringify(value) : undefined;
}

function ruleOf(face: FaceName, id: string): unknown {
  const rules = children(specs[face], `${operations[face]}/x-rules`);
  return rules.map(([, rule]) => resolve(specs[face], rule).value).find((rule) => rule.id === id)?.rule;
}

function isPointer(element: string): element is Pointer {
  return element.startsWith("#/");
}

const allElements: Readonly<Record<FaceName, ReadonlySet<string>>> = {
  completions: elementsOfCompletions,
  openai: new Set(listSpecElements(openai)),
};

/** Lists the elements of a face's spec that a case covers. Pointers into the API's own operation are those of the face's. */
export function coveredElements(face: FaceName, { covers, faces = ["completions"] }: ContractCase): string[] {
  if (!faces.includes(face)) return [];
  return covers
    .map((element) => element.replace(operations.completions, operations[face]))
    .filter((element) => allElements[face].has(element));
}
