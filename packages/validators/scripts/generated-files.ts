import { type GeneratedFiles, withHeader } from "../../../scripts/generated-files.ts";
import { listCheckedSchemas } from "./checked-schemas.ts";
import { generateCheckTypes } from "./generate-check-types.ts";
import { generateChecks } from "./generate-checks.ts";
import { generateConstants } from "./generate-constants.ts";
import { generateDefaults } from "./generate-defaults.ts";
import { generateErrorValidator } from "./generate-error-validator.ts";
import { generateHeadersValidator } from "./generate-headers-validator.ts";
import type { GeneratedPaths } from "./generated-paths.ts";
import { readSpec, type Spec } from "./spec.ts";

export const generatedFolder: URL = new URL("../src/generated/", import.meta.url);

/** Generates the files of `generatedFolder`. */
export function generateFiles(): GeneratedFiles {
  const spec = readSpec("openapi");
  const source = "the bundled spec";
  return {
    ...generateCommonFiles(spec, source, { types: "@completions-api/types", sources: ".." }),
    "error-validator.ts": withHeader(
      "scripts/generate-error-validator.ts",
      source,
      generateErrorValidator(spec, listCheckedSchemas(spec)),
    ),
    ...inFolder(
      "openai",
      generateCommonFiles(readSpec("openai"), "the bundled spec with its overlay for OpenAI's clients", {
        types: "@completions-api/types/openai",
        sources: "../..",
      }),
    ),
  };
}

/** Generates the files that both faces of the API have. */
function generateCommonFiles(spec: Spec, source: string, paths: GeneratedPaths): GeneratedFiles {
  const schemas = listCheckedSchemas(spec);
  return {
    "checks.js": withHeader("ajv (scripts/generate-checks.ts)", source, generateChecks(schemas)),
    "checks.d.ts": withHeader("scripts/generate-check-types.ts", source, generateCheckTypes(schemas, paths)),
    "constants.ts": withHeader("scripts/generate-constants.ts", source, generateConstants(spec)),
    "defaults.ts": withHeader("scripts/generate-defaults.ts", source, generateDefaults(spec, paths)),
    "headers-validator.ts": withHeader(
      "scripts/generate-headers-validator.ts",
      source,
      generateHeadersValidator(spec, paths),
    ),
  };
}

function inFolder(folder: string, files: GeneratedFiles): GeneratedFiles {
  return Object.fromEntries(Object.entries(files).map(([name, code]) => [`${folder}/${name}`, code]));
}
