import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import schema from "./case.schema.json" with { type: "json" };
import type { HostileCase } from "./hostile-case.ts";

const validate = new Ajv2020({ allowUnionTypes: true }).compile<Omit<HostileCase, "id">>(schema);

const folder = new URL("cases/", import.meta.url);

/**
 * Reads the catalogue: a file in `cases/` for each case.
 *
 * @throws Error for a file that does not follow case.schema.json.
 */
export function readCases(): readonly HostileCase[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  return files.toSorted().map((file) => {
    const value: unknown = parse(readFileSync(new URL(file, folder), "utf8"));
    if (validate(value)) return { id: file.replace(".yaml", ""), ...value };
    const problems = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    throw new Error(`${file}: ${problems.join("; ")}`);
  });
}
