import { isJsonObject, type JsonObject } from "../model/json.ts";
import { code } from "./code.ts";
import { compareDeprecation } from "./compare-deprecation.ts";
import { type Comparison, operationName, pairOperations, type Side } from "./comparison.ts";
import { broken, createFinding, type Finding, kept } from "./findings/finding.ts";
import { sampleRequest } from "./witness/sample-request.ts";

/** Finds operations that only one document has, and deprecated ones. */
export function compareOperations(comparison: Comparison): readonly Finding[] {
  return [
    ...removed(comparison),
    ...added(comparison),
    ...pairOperations(comparison).flatMap(({ base, head }) =>
      compareDeprecation(base, head, `The operation ${code(operationName(head))}`, "request"),
    ),
  ];
}

function removed({ base, head }: Comparison): readonly Finding[] {
  const definitions = { base: base.document.definitions, head: head.document.definitions };
  return [...base.api.operations]
    .filter(([key]) => !head.api.operations.has(key))
    .map(([key, operation]) =>
      createFinding({
        rule: "operation-removed",
        pointer: operation.pointer,
        direction: "request",
        effects: {
          wire: broken({
            kind: "request",
            request: sampleRequest({ base: operation, head: undefined, definitions }),
            reason: `The head has no operation ${code(key)}.`,
          }),
        },
        sentence: `The operation ${code(key)} is removed.`,
        base: key,
        basePart: operation.source,
        headPart: pathsOf(head),
      }),
    );
}

function added({ base, head }: Comparison): readonly Finding[] {
  return [...head.api.operations]
    .filter(([key]) => !base.api.operations.has(key))
    .map(([key, operation]) =>
      createFinding({
        rule: "operation-added",
        pointer: operation.pointer,
        direction: "both",
        effects: { wire: kept("an operation more changes no other") },
        sentence: `The operation ${code(key)} is new.`,
        head: key,
        addsFeature: true,
        basePart: undefined,
        headPart: operation.source,
      }),
    );
}

/** The part of the head that encloses an operation that it lacks. */
function pathsOf({ document }: Side): JsonObject {
  return isJsonObject(document.root.paths) ? document.root.paths : document.root;
}
