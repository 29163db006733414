import {
  type GeneratedFiles,
  type SpecName,
  specSources,
  withHeader,
} from "../../../scripts/generated-files.ts";
import { listCheckedSchemas } from "./checked-schemas.ts";
import { generateCheckTypes } from "./generate-check-types.ts";
import { generateChecks } from "./generate-checks.ts";
import { generateConstants } from "./generate-constants.ts";
import { generateDefaults } from "./generate-defaults.ts";
import { generateErrorValidator } from "./generate-error-validator.ts";
import { generateHeadersValidator } from "./generate-headers-validator.ts";
import type { Imports } from "./imports.ts";
import { readSpec } from "./spec.ts";

export const generatedFolder: URL = new URL("../src/generated/", import.meta.url);

/** Generates the files of `generatedFolder`. */
export function generateFiles(): GeneratedFiles {
  return {
    ...generateFace("openapi", "", { types: "@completions-api/types", src: ".." }),
    ...generateFace("openai", "openai/", { types: "@completions-api/types/openai", src: "../.." }),
  };
}

function generateFace(name: SpecName, folder: string, imports: Imports): GeneratedFiles {
  const spec = readSpec(name);
  const source = specSources[name];
  const schemas = listCheckedSchemas(spec);
  return {
    [`${folder}checks.js`]: withHeader("ajv (scripts/generate-checks.ts)", source, generateChecks(schemas)),
    [`${folder}checks.d.ts`]: withHeader(
      "scripts/generate-check-types.ts",
      source,
      generateCheckTypes(schemas, imports),
    ),
    [`${folder}constants.ts`]: withHeader("scripts/generate-constants.ts", source, generateConstants(spec)),
    [`${folder}defaults.ts`]: withHeader(
      "scripts/generate-defaults.ts",
      source,
      generateDefaults(spec, imports),
    ),
    // OpenAI's errors have one schema for every status.
    ...(name === "openapi" && {
      [`${folder}error-validator.ts`]: withHeader(
        "scripts/generate-error-validator.ts",
        source,
        generateErrorValidator(spec, imports),
      ),
    }),
    [`${folder}headers-validator.ts`]: withHeader(
      "scripts/generate-headers-validator.ts",
      source,
      generateHeadersValidator(spec, imports),
    ),
  };
}
