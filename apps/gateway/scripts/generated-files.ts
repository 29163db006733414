import { readFileSync } from "node:fs";
import { type GeneratedFiles, withHeader } from "../../../scripts/generated-files.ts";
import { generateConfig, type Schema } from "./generate-config.ts";
import { configCheckTypes, generateConfigCheck } from "./generate-config-check.ts";

const schema: Schema = JSON.parse(readFileSync(new URL("../config.schema.json", import.meta.url), "utf8"));

export const generatedFolder: URL = new URL("../src/generated/", import.meta.url);

/** Generates the files of `generatedFolder`. */
export async function generateFiles(): Promise<GeneratedFiles> {
  return {
    "config.ts": withHeader("json-schema-to-typescript", "config.schema.json", await generateConfig(schema)),
    "config-check.js": withHeader(
      "ajv (scripts/generate-config-check.ts)",
      "config.schema.json",
      generateConfigCheck(schema),
    ),
    "config-check.d.ts": withHeader(
      "scripts/generate-config-check.ts",
      "config.schema.json",
      configCheckTypes,
    ),
  };
}
