import { readApi } from "../document/read-api.ts";
import type { SpecDocument } from "../model/spec-document.ts";
import { compareNames } from "./compare-names.ts";
import { compareOperationTypes } from "./compare-operation-types.ts";
import { createCompiler } from "./compiler.ts";
import { confirmFindings, type DirectedFinding } from "./confirm-findings.ts";
import { generateDeclarations } from "./generate-declarations.ts";
import { findNamedSchemas } from "./places/named-schemas.ts";
import { namedType } from "./snippets/print-type.ts";
import type { TypeChange } from "./type-change.ts";
import { createTypeComparison } from "./walk/compare-type-pair.ts";
import type { TypeDirection } from "./walk/finding.ts";
import { namesOfTypes, propertyTypes } from "./walk/property-types.ts";

const directions: readonly TypeDirection[] = ["request", "response"];

/**
 * Finds what keeps TypeScript code that compiled against the base's generated types from compiling against the head's.
 * The compiler is the judge: each break has code that compiles against one side only. What is not returned is kept.
 */
export async function compareTypes(base: SpecDocument, head: SpecDocument): Promise<readonly TypeChange[]> {
  const declarations = {
    base: await generateDeclarations(base.bundle),
    head: await generateDeclarations(head.bundle),
  };
  if (declarations.base === declarations.head) return [];
  const compiler = createCompiler(declarations);
  const schemas = {
    base: propertyTypes(compiler, "base", "components", "schemas"),
    head: propertyTypes(compiler, "head", "components", "schemas"),
  };
  const names = { base: namesOfTypes(schemas.base), head: namesOfTypes(schemas.head) };
  const apis = { base: readApi(base), head: readApi(head) };
  const named = { base: findNamedSchemas(base, apis.base), head: findNamedSchemas(head, apis.head) };
  const findings: DirectedFinding[] = [...compareNames({ base, head, apis, named, compiler })];
  for (const direction of directions) {
    const compare = createTypeComparison(compiler.checker, direction, names);
    for (const [name, type] of schemas.base) {
      const other = schemas.head.get(name);
      const places = { base: named.base.get(name), head: named.head.get(name) };
      const isUsed = places.base?.directions.has(direction) || places.head?.directions.has(direction);
      if (other === undefined || !isUsed) continue;
      const pair = {
        base: { type, place: places.base?.place },
        head: { type: other, place: places.head?.place },
        expression: namedType(name),
      };
      findings.push(...compare(pair).map((finding) => ({ ...finding, direction })));
    }
    findings.push(
      ...compareOperationTypes({ base, head, apis, compiler, direction, compare }).map((finding) => ({
        ...finding,
        direction,
      })),
    );
  }
  return confirmFindings(findings, compiler);
}
