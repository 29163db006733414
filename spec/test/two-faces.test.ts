import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { azure, type Face, openai, type Schema } from "./bundle.ts";
import { schemaFacts } from "./schema-facts.ts";

const page = fileURLToPath(new URL("../../docs/two-faces.md", import.meta.url));

test("docs/two-faces.md has the parameters and codes of the spec", async () => {
  const text = readFileSync(page, "utf8");
  const updated = insert(insert(text, "parameters", parameterTable()), "codes", codeTable());
  await expect(
    updated,
    "`npx pnpm@12 --filter spec exec vitest run two-faces -u` updates the page.",
  ).toMatchFileSnapshot(page);
});

/** Replaces what is between a marker and the next `<!-- end -->`. */
function insert(text: string, marker: string, content: string): string {
  const pattern = new RegExp(`(?<=<!-- ${marker} -->\n)[^]*?(?=<!-- end -->)`);
  expect(text).toMatch(pattern);
  return text.replace(pattern, () => `\n${content}\n\n`);
}

function parameterTable(): string {
  const [own, theirs] = [azure, openai].map(listParameters);
  const names = Object.keys(theirs ?? {});
  const rows = names.map((name) => [`\`${name}\``, own?.[name] ?? "none", theirs?.[name] ?? ""]);
  const different = rows.filter(([, left, right]) => left !== right);
  const same = rows.filter(([, left, right]) => left === right).map(([name]) => name);
  return `These parameters are the same on both faces: ${same.join(", ")}. The others:\n\n${formatTable([
    ["", "`completions`", "`openai`"],
    ...different,
  ])}`;
}

/** Describes each parameter of a request by its type, limits and default. */
function listParameters(face: Face): Record<string, string> {
  const { properties = {} } = face.bundle.components.schemas.CreateCompletionRequest ?? {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, describe(schema, face)]),
  );
}

function describe(schema: Schema, face: Face): string {
  const { type, limits, default: standard } = schemaFacts(schema, [], face);
  const { minimum, maximum } = Object(limits);
  const range = [minimum ?? [], maximum ?? []].flat();
  return [
    `${String([type].flat().join(" or ")).replace(/^\{(.+)\}$/, "object of $1s")}${range.length === 2 ? ` from ${range.join(" to ")}` : ""}`,
    ...(range.length === 1 ? [`at least ${minimum}`] : []),
    ...(standard === undefined ? [] : [`default ${standard}`]),
  ].join(", ");
}

function codeTable(): string {
  const own = Object.entries(azure.bundle.components.schemas.ErrorCode?.["x-statuses"] ?? {});
  const {
    "x-statuses": statuses = {},
    "x-codes": counterparts = {},
    "x-types": types = {},
  } = openai.bundle.components.schemas.ErrorCode ?? {};
  const pairs = own.map(([code]) => [code, counterparts[code] ?? code] as const);
  // A code without a counterpart is a special case of the code that has the same status.
  const special = Object.keys(statuses).filter((code) => !pairs.some(([, theirs]) => theirs === code));
  const all = own.flatMap(([code, status]) => [
    ...pairs.filter(([paired]) => paired === code),
    ...special.filter((theirs) => statuses[theirs] === status).map((theirs) => [code, theirs] as const),
  ]);
  return formatTable([
    ["`completions`", "status", "`openai`", "status", "`type`"],
    ...all.map(([code, theirs]) => [
      `\`${code}\``,
      String(Object.fromEntries(own)[code]),
      `\`${theirs}\``,
      String(statuses[theirs]),
      `\`${types[theirs] ?? "invalid_request_error"}\``,
    ]),
  ]);
}

/** Formats rows as a table whose columns are aligned in the source, too. The first row is the header. */
function formatTable([header = [], ...rows]: string[][]): string {
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const lines = [header, widths.map((width) => "-".repeat(width)), ...rows];
  return lines
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`)
    .join("\n");
}
