import ts from "typescript";
import type { TypePair, WalkContext } from "../walk/finding.ts";
import { isLiteral, membersOf } from "../walk/members.ts";
import { printParts } from "./print-type.ts";
import { propertyAccess, sampleSimple } from "./sample-code.ts";

/** The longest type that a reader would write out. */
const longestType = 160;

/** Formats code in a sentence. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Writes code of a caller that uses a value for a type. */
export function writeValue(expression: string, value: string): string {
  return `export const value: ${expression} = ${value};`;
}

/** Writes code of a reader that handles every value of the base. */
export function readValue(
  { base, expression }: TypePair,
  { checker, names }: WalkContext,
): readonly string[] {
  const members = membersOf(checker, base.type);
  const codes: string[] = [];
  if (members.simple.length > 0 && members.simple.every((type) => isLiteral(type) || isNull(type))) {
    if (members.lists.length + members.objects.length === 0)
      codes.push(exhaustiveSwitch(expression, members.simple));
  }
  const [object] = members.objects;
  if (object && members.objects.length === 1 && members.simple.length + members.lists.length === 0) {
    const required = checker.getPropertiesOfType(object).slice(0, 3);
    codes.push(...required.map(({ name }) => reader(expression, undefined, propertyAccess("value", name))));
  }
  if (members.lists.length === 1 && members.simple.length + members.objects.length === 0)
    codes.push(reader(expression, "string", "value.join()"));
  const printed = printParts(checker, base.type, names.base);
  return [...codes, ...(printed.length <= longestType ? [reader(expression, printed, "value")] : [])];
}

/** Writes code of a reader that looks for one member of a type. */
export function readMember(
  { expression, base }: TypePair,
  member: ts.Type,
  { checker }: WalkContext,
): readonly string[] {
  if (isLiteral(member)) return [reader(expression, "boolean", `value === ${sampleSimple(member)}`)];
  const test = (type: string, use: string) =>
    reader(expression, undefined, `typeof value === "${type}" && ${use}`);
  if (member.flags & ts.TypeFlags.StringLike) return [test("string", "value.length")];
  if (member.flags & ts.TypeFlags.NumberLike) return [test("number", "value.toFixed()")];
  if (member.flags & ts.TypeFlags.BooleanLike) return [test("boolean", "value.valueOf()")];
  if (checker.isArrayType(member))
    return [reader(expression, undefined, "Array.isArray(value) && value.length")];
  const others = membersOf(checker, base.type).objects.filter((other) => other !== member);
  return checker
    .getPropertiesOfType(member)
    .filter(({ name }) => others.every((other) => checker.getPropertyOfType(other, name) === undefined))
    .slice(0, 2)
    .flatMap(({ name }) => {
      const found = checker.getPropertyOfType(member, name);
      const type = found && checker.typeToString(checker.getTypeOfSymbol(found));
      const key = JSON.stringify(name);
      return type && type.length <= longestType
        ? [
            reader(
              expression,
              `${type} | undefined`,
              `${key} in value ? ${propertyAccess("value", name)} : undefined`,
            ),
          ]
        : [];
    });
}

/** Writes a function that gets a value and returns a part of it. */
export function reader(expression: string, result: string | undefined, returned: string): string {
  return `export function read(value: ${expression})${result === undefined ? "" : `: ${result}`} {
  return ${returned};
}`;
}

function exhaustiveSwitch(expression: string, types: readonly ts.Type[]): string {
  const cases = types.map(
    (type) => `    case ${sampleSimple(type)}:
      return ${JSON.stringify(sampleSimple(type).replaceAll('"', ""))};`,
  );
  return `export function describe(value: ${expression}): string {
  switch (value) {
${cases.join("\n")}
  }
}`;
}

function isNull({ flags }: ts.Type): boolean {
  return (flags & ts.TypeFlags.Null) !== 0;
}
