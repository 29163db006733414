import { splitPointer } from "../document/pointer.ts";
import type { Api, Operation } from "../model/api.ts";
import { isJsonObject } from "../model/json.ts";
import { originOf } from "../model/origin.ts";
import type { SpecDocument } from "../model/spec-document.ts";
import type { Compiler, SideName } from "./compiler.ts";
import {
  createEventPlace,
  createHeadersPlace,
  createMediaTypePlace,
  createParametersPlace,
  operationPart,
} from "./places/operation-parts.ts";
import { childParts, type Part, partAt } from "./places/part.ts";
import type { Place } from "./places/place.ts";
import { code, writeValue } from "./snippets/member-codes.ts";
import { sampleCode } from "./snippets/sample-code.ts";
import { streamEvents } from "./stream-events.ts";
import { createFinding } from "./walk/create-finding.ts";
import type { TypeDirection, TypeFinding, TypePair, WalkContext } from "./walk/finding.ts";
import { typeAt } from "./walk/property-types.ts";

interface Comparison {
  readonly base: SpecDocument;
  readonly head: SpecDocument;
  readonly apis: Readonly<Record<SideName, Api>>;
  readonly compiler: Compiler;
  readonly direction: TypeDirection;
  compare: WalkContext["compare"];
}

/** An operation that both sides have, and whose type code can write in a way that both understand. */
interface OperationPair {
  readonly base: Operation;
  readonly head: Operation;
  /** Exported name and keys that lead to its type. */
  readonly path: readonly [string, ...string[]];
}

/** Compares what operations say without a name: parameters, headers, and schemas in place. */
export function compareOperationTypes(comparison: Comparison): readonly TypeFinding[] {
  return [...comparison.apis.base.operations].flatMap(([key, base]) => {
    const head = comparison.apis.head.operations.get(key);
    const path = head && sharedPath(base, head);
    if (head === undefined || path === undefined) return [];
    const pair = { base, head, path };
    return comparison.direction === "request"
      ? [...compareParameters(pair, comparison), ...compareRequestBody(pair, comparison)]
      : compareResponses(pair, comparison);
  });
}

function sharedPath(base: Operation, head: Operation): OperationPair["path"] | undefined {
  if (base.operationId !== undefined && base.operationId === head.operationId)
    return ["operations", base.operationId];
  // A path that moved, such as its prefix to a server, has another key.
  return base.path === head.path ? ["paths", base.path, base.method.toLowerCase()] : undefined;
}

function compareParameters(pair: OperationPair, comparison: Comparison): readonly TypeFinding[] {
  const types = typePair(pair, ["parameters"], comparison, {
    base: createParametersPlace(comparison.base, pair.base),
    head: createParametersPlace(comparison.head, pair.head),
  });
  return types ? comparison.compare(types) : [];
}

function compareRequestBody(pair: OperationPair, comparison: Comparison): readonly TypeFinding[] {
  const parts = {
    base: partAt(operationPart(comparison.base, pair.base), "requestBody"),
    head: partAt(operationPart(comparison.head, pair.head), "requestBody"),
  };
  const whole = typePair(pair, ["requestBody"], comparison, { base: undefined, head: undefined });
  const becomesRequired =
    whole && pair.base.requestBody?.required === false && pair.head.requestBody?.required;
  return [
    ...(becomesRequired
      ? [
          {
            ...createFinding(whole, {
              rule: "request-body-required",
              sentence: "The body is now required.",
              codes: [`export const body: ${whole.expression} = undefined;`],
            }),
            pointer: pair.base.requestBody?.pointer ?? "",
          },
        ]
      : []),
    ...compareContent(pair, ["requestBody", "content"], parts, comparison),
  ];
}

function compareResponses(pair: OperationPair, comparison: Comparison): readonly TypeFinding[] {
  // The canonical form lacks a status that says the same as `default`.
  return [...pair.base.responses.keys()].flatMap((status) => {
    const parts = {
      base: partAt(operationPart(comparison.base, pair.base), "responses", status),
      head: partAt(operationPart(comparison.head, pair.head), "responses", status),
    };
    if (parts.head.bundled === undefined) return removedResponse(pair, status, comparison);
    const headers = typePair(pair, ["responses", status, "headers"], comparison, {
      base: createHeadersPlace(partAt(parts.base, "headers")),
      head: createHeadersPlace(partAt(parts.head, "headers")),
    });
    return [
      ...(headers ? comparison.compare(headers) : []),
      ...compareContent(pair, ["responses", status, "content"], parts, comparison),
    ];
  });
}

function removedResponse(
  pair: OperationPair,
  status: string,
  comparison: Comparison,
): readonly TypeFinding[] {
  const response = pair.base.responses.get(status);
  const whole = typePair(pair, ["responses"], comparison, { base: undefined, head: undefined });
  if (response === undefined || whole === undefined) return [];
  return [
    {
      ...createFinding(whole, {
        rule: "response-removed",
        sentence: `The response ${status} is removed.`,
        codes: [`export type Answer = ${whole.expression}[${JSON.stringify(status)}];`],
      }),
      pointer: response.pointer,
      baseOrigin: originOf(response.source),
      headOrigin: originOf(pair.head.source),
    },
  ];
}

/** Compares the bodies in the media types that both sides have. */
function compareContent(
  pair: OperationPair,
  path: readonly string[],
  parts: Readonly<Record<SideName, Part>>,
  comparison: Comparison,
): readonly TypeFinding[] {
  const others = new Map(childParts(partAt(parts.head, "content")));
  const isThere = (name: string) =>
    [...others.keys()].some((other) => other.toLowerCase() === name.toLowerCase());
  return childParts(partAt(parts.base, "content")).flatMap(([mediaType, base]) => {
    const head = others.get(mediaType);
    if (head === undefined)
      return isThere(mediaType) ? [] : removedMediaType(pair, path, base, parts.head, comparison);
    const types = typePair(pair, [...path, mediaType], comparison, {
      base: createMediaTypePlace(base),
      head: createMediaTypePlace(head),
    });
    const events = comparison.direction === "response" ? eventTypes(pair, base, head, comparison) : undefined;
    return [types, events].flatMap((each) => (each ? comparison.compare(each) : []));
  });
}

/** Returns the types of the events that a media type consists of. */
function eventTypes(
  { base, head }: OperationPair,
  baseMedia: Part,
  headMedia: Part,
  { compiler }: Comparison,
): TypePair | undefined {
  const types = {
    base: typeAt(compiler, "base", "components", "schemas", streamEvents, base.path),
    head: typeAt(compiler, "head", "components", "schemas", streamEvents, head.path),
  };
  const places = { base: createEventPlace(baseMedia), head: createEventPlace(headMedia) };
  // The types are by path, so that code has no way to name both if the path moved.
  if (types.base === undefined || types.head === undefined || base.path !== head.path) return undefined;
  if (places.base === undefined || places.head === undefined) return undefined;
  return {
    base: { type: types.base, place: places.base },
    head: { type: types.head, place: places.head },
    expression: `${streamEvents}[${JSON.stringify(base.path)}]`,
  };
}

function removedMediaType(
  pair: OperationPair,
  path: readonly string[],
  base: Part,
  head: Part,
  comparison: Comparison,
): readonly TypeFinding[] {
  const whole = typePair(pair, path.slice(0, -1), comparison, { base: undefined, head: undefined });
  if (whole === undefined) return [];
  const name = splitPointer(base.pointer).at(-1) ?? "";
  const value = sampleCode(comparison.compiler.checker, whole.base.type);
  return [
    {
      ...createFinding(whole, {
        rule: `${comparison.direction}-media-type-removed`,
        sentence: `The media type ${code(name)} is removed.`,
        codes: [
          `export type Body = NonNullable<${whole.expression}>["content"][${JSON.stringify(name)}];`,
          // An operation that takes no body any more has the type `never` for it.
          ...(value === undefined ? [] : [writeValue(whole.expression, value)]),
        ],
      }),
      pointer: base.pointer,
      baseOrigin: isJsonObject(base.source) ? originOf(base.source) : undefined,
      headOrigin: isJsonObject(head.source) ? originOf(head.source) : undefined,
    },
  ];
}

function typePair(
  { path }: OperationPair,
  keys: readonly string[],
  { compiler }: Comparison,
  places: Readonly<Record<SideName, Place | undefined>>,
): TypePair | undefined {
  const base = typeAt(compiler, "base", ...path, ...keys);
  const head = typeAt(compiler, "head", ...path, ...keys);
  if (base === undefined || head === undefined) return undefined;
  return {
    base: { type: base, place: places.base },
    head: { type: head, place: places.head },
    expression: accessType([...path, ...keys]),
  };
}

/** Writes the access of a type within an exported one. A request's body may be optional. */
function accessType([exported = "", ...keys]: readonly string[]): string {
  return keys.reduce((type, key, index) => {
    const isOptional = keys[index - 1] === "requestBody";
    return `${isOptional ? `NonNullable<${type}>` : type}[${JSON.stringify(key)}]`;
  }, exported);
}
