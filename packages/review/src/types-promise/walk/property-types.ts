import ts from "typescript";
import type { Compiler, SideName } from "../compiler.ts";

/** Returns the types of the properties within an exported type, by name. */
export function propertyTypes(
  compiler: Compiler,
  side: SideName,
  exported: string,
  ...path: readonly string[]
): ReadonlyMap<string, ts.Type> {
  const type = typeAt(compiler, side, exported, ...path);
  const { checker } = compiler;
  const properties = type ? checker.getPropertiesOfType(type) : [];
  return new Map(properties.map((property) => [property.name, checker.getTypeOfSymbol(property)]));
}

/** Returns the type of a property within an exported type. Null and undefined are left out on the way to it. */
export function typeAt(
  { checker, exportedType }: Compiler,
  side: SideName,
  exported: string,
  ...path: readonly string[]
): ts.Type | undefined {
  return path.reduce<ts.Type | undefined>(
    (type, key) => {
      const property = type && checker.getPropertyOfType(checker.getNonNullableType(type), key);
      return property && checker.getTypeOfSymbol(property);
    },
    exportedType(side, exported),
  );
}

/** Maps object types and unions to the names that `components` gives them. */
export function namesOfTypes(types: ReadonlyMap<string, ts.Type>): ReadonlyMap<ts.Type, string> {
  const names = new Map<ts.Type, string>();
  for (const [name, type] of types) {
    const isCompound = (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection)) !== 0;
    if (isCompound && !names.has(type)) names.set(type, name);
  }
  return names;
}
