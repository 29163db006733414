import type { ExchangeCase } from "../contract-case.ts";
import type { FaceName } from "../faces/face.ts";
import { faceFormats } from "../faces/face-formats.ts";
import { faceSpecs } from "../spec-elements/face-specs.ts";
import { listBadBodies } from "./bad-bodies.ts";
import { listBadParameters } from "./bad-parameters.ts";
import type { BadRequest } from "./bad-request.ts";

/**
 * Generates cases whose requests are just outside what the spec of a face allows. Each request differs in one thing from a
 * valid one, and a second validator has confirmed both. A case has the requests that break the same elements.
 */
export function generateNegativeCases(face: FaceName): ExchangeCase[] {
  const { document, operation } = faceSpecs[face];
  const groups = new Map<string, [BadRequest, ...BadRequest[]]>();
  for (const badRequest of [
    ...listBadParameters(document, operation, faceFormats[face].query),
    ...listBadBodies(document, operation),
  ]) {
    const key = badRequest.breach.elements.join();
    const group = groups.get(key);
    if (group) group.push(badRequest);
    else groups.set(key, [badRequest]);
  }
  return [...groups.values()].map((group) => toCase(face, group));
}

function toCase(face: FaceName, group: readonly [BadRequest, ...BadRequest[]]): ExchangeCase {
  const { elements, name } = group[0].breach;
  const [subject, ...keywords] = name;
  return {
    id: ["negative", ...name.map(toKebabCase)].join("-"),
    title:
      keywords[0] === "required"
        ? `A request without \`${subject}\` is refused`
        : `A value of \`${subject}\` that breaks \`${keywords.join(".")}\` is refused`,
    faces: [face],
    covers: elements,
    exchanges: group.map(({ exchange }) => exchange),
  };
}

function toKebabCase(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
}
