import type { Api, Operation } from "../model/api.ts";
import { isJsonObject } from "../model/json.ts";
import { originOf } from "../model/origin.ts";
import type { SpecDocument } from "../model/spec-document.ts";
import type { Compiler } from "./compiler.ts";
import type { DirectedFinding } from "./confirm-findings.ts";
import type { NamedSchema } from "./places/named-schemas.ts";
import { code, writeValue } from "./snippets/member-codes.ts";
import { sampleCode } from "./snippets/sample-code.ts";
import { propertyTypes } from "./walk/property-types.ts";

interface Documents {
  readonly base: SpecDocument;
  readonly head: SpecDocument;
  readonly apis: { readonly base: Api; readonly head: Api };
  readonly named: { readonly base: ReadonlyMap<string, NamedSchema> };
  readonly compiler: Compiler;
}

/** The sections of `components` that become types, and what sentences call one of their entries. */
const sections: Readonly<Record<string, string>> = {
  schemas: "schema",
  responses: "response",
  parameters: "parameter",
  requestBodies: "request body",
  headers: "header",
  pathItems: "path item",
};

/** Finds names of operations and components that the head no longer has. */
export function compareNames(documents: Documents): readonly DirectedFinding[] {
  return [...compareComponentNames(documents), ...compareOperations(documents)];
}

function compareComponentNames({ base, named, compiler }: Documents): readonly DirectedFinding[] {
  return Object.entries(sections).flatMap(([section, noun]) => {
    const names = propertyTypes(compiler, "head", "components", section);
    return (
      [...propertyTypes(compiler, "base", "components", section)]
        // The type of all events has no schema of its own in the document.
        .filter(([name]) => !names.has(name) && (section !== "schemas" || named.base.has(name)))
        .map(([name, valueType]) => {
          const type = `components[${JSON.stringify(section)}][${JSON.stringify(name)}]`;
          const value = sampleCode(compiler.checker, valueType);
          const source = named.base.get(name)?.place.source;
          return removedName({
            rule: `${noun.replace(" ", "-")}-name-removed`,
            pointer: `/components/${section}/${name}`,
            // The place of the definition: what uses it may not have changed.
            origin: (isJsonObject(source) && section === "schemas" && originOf(source)) || {
              file: base.file,
              pointer: "/components",
            },
            sentence: `The name of the ${noun} ${code(name)} is removed.`,
            name,
            newName: undefined,
            type,
            // Without any component the section is `never`, of which any name is a type, but one without values.
            codes: value === undefined ? [] : [writeValue(type, value)],
          });
        })
    );
  });
}

function compareOperations({ apis }: Documents): readonly DirectedFinding[] {
  const headIds = new Set([...apis.head.operations.values()].map(({ operationId }) => operationId));
  return [...apis.base.operations].flatMap(([key, operation]) => {
    const other = apis.head.operations.get(key);
    const { operationId } = operation;
    if (other === undefined) return [removedOperation(operation, headIds)];
    if (operationId === undefined || headIds.has(operationId)) return [];
    return [
      {
        ...removedName({
          rule: other.operationId === undefined ? "operation-id-removed" : "operation-id-renamed",
          pointer: `${operation.pointer}/operationId`,
          origin: originOf(operation.source),
          sentence:
            other.operationId === undefined
              ? `The operation ${code(operationId)} no longer has a name.`
              : `The operation ${code(operationId)} is now called ${code(other.operationId)}.`,
          name: operationId,
          newName: other.operationId,
          type: `operations[${JSON.stringify(operationId)}]`,
        }),
        headOrigin: originOf(other.source),
      },
    ];
  });
}

function removedOperation(
  { method, path, operationId, pointer, source }: Operation,
  headIds: ReadonlySet<string | undefined>,
): DirectedFinding {
  const type =
    operationId === undefined || headIds.has(operationId)
      ? `paths[${JSON.stringify(path)}][${JSON.stringify(method.toLowerCase())}]["responses"]`
      : `operations[${JSON.stringify(operationId)}]`;
  return removedName({
    rule: "operation-removed",
    pointer,
    origin: originOf(source),
    sentence: `The operation ${code(`${method} ${path}`)} is removed.`,
    name: `${method} ${path}`,
    newName: undefined,
    type,
  });
}

interface RemovedName {
  readonly rule: string;
  readonly pointer: string;
  readonly origin: ReturnType<typeof originOf>;
  readonly sentence: string;
  readonly name: string;
  readonly newName: string | undefined;
  /** The type as code writes it. */
  readonly type: string;
  /** Code to try if the type's name alone shows nothing. */
  readonly codes?: readonly string[];
}

function removedName({ origin, name, newName, type, codes = [], ...parts }: RemovedName): DirectedFinding {
  return {
    ...parts,
    baseOrigin: origin,
    headOrigin: undefined,
    base: name,
    head: newName,
    // Nothing else can be wrong with a type that only the base has.
    expression: undefined,
    codes: [`export type Named = ${type};`, ...codes],
    isGuess: false,
    direction: "both",
  };
}
