import { href } from "../page.ts";
import { type Block, type Entry, heading, type Row, text } from "./document.ts";
import { entries } from "./schema-entries.ts";
import { type Face, faces, type Schema } from "./spec.ts";

/** Lists the error codes of both faces. */
export function errorsPage(): Block[] {
  const [completions, openai] = faces;
  const own = codes(completions);
  const others = codes(openai);
  const names = [...new Set([...(own.enum ?? []), ...(others.enum ?? [])])];
  return [
    heading(1, "Error codes", "errors"),
    ...text(
      `The code is for programs, and the message is for people. On the [\`completions\` face](${href(completions.path)}), the code is in the ` +
        `header \`x-ms-error-code\` and in most bodies. On the [\`openai\` face](${href(openai.path)}), it is in the body.`,
    ),
    heading(2, "Codes by status", "codes"),
    ...entries(
      names
        .map((name) => describeCode(name, own, others))
        .sort((a, b) => a.status - b.status)
        .map(({ entry }) => entry),
    ),
    ...otherNames(others),
    heading(2, "Types on the `openai` face", "types"),
    {
      type: "table",
      label: "Error types",
      columns: ["Type", "Meaning", "Codes"],
      rows: describeTypes(openai, others),
    },
  ];
}

function codes({ spec }: Face): Schema {
  return spec.components.schemas.ErrorCode ?? {};
}

function describeCode(
  name: string,
  own: Schema,
  others: Schema,
): { readonly status: number; readonly entry: Entry } {
  const status = own["x-statuses"]?.[name] ?? others["x-statuses"]?.[name] ?? 0;
  const meanings = [own, others].map((schema) => schema["x-enumDescriptions"]?.[name]);
  const used = faces.filter((_, index) => meanings[index] !== undefined);
  const [first, second] = meanings;
  const meaning =
    first !== undefined && second !== undefined && first !== second
      ? `On \`completions\`: ${first}\n\nOn \`openai\`: ${second}`
      : (first ?? second);
  const links = used.map((face) => `[${face.name}](${href(face.path, `ErrorCode.${name}`)})`);
  return {
    status,
    entry: { anchor: name, name, facts: [`status ${status}`, ...links], body: text(meaning) },
  };
}

function otherNames(others: Schema): Block[] {
  const rows = Object.entries(others["x-codes"] ?? {}).map(([code, other]) => ({
    cells: [`[\`${code}\`](#${code})`, `[\`${other}\`](#${other})`],
  }));
  return [
    heading(2, "The same error on both faces", "names"),
    ...text("These codes have another name on the `openai` face:"),
    { type: "table", label: "Names of the codes", columns: ["completions", "openai"], rows },
  ];
}

function describeTypes({ spec }: Face, { enum: all = [], "x-types": types = {} }: Schema): Row[] {
  const schema = spec.components.schemas.ErrorType ?? {};
  const [usual = ""] = schema.enum ?? [];
  return (schema.enum ?? []).map((type) => {
    const links = all
      .filter((code) => (types[code] ?? usual) === type)
      .map((code) => `[\`${code}\`](#${code})`);
    return {
      anchor: type,
      cells: [`\`${type}\``, schema["x-enumDescriptions"]?.[type] ?? "", links.join(", ")],
    };
  });
}
