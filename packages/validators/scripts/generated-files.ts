import { type GeneratedFiles, withHeader } from "../../../scripts/generated-files.ts";
import { generateCheckTypes } from "./generate-check-types.ts";
import { generateChecks } from "./generate-checks.ts";
import { generateConstants } from "./generate-constants.ts";
import { generateDefaults } from "./generate-defaults.ts";
import { generateErrorValidator } from "./generate-error-validator.ts";
import { generateHeadersValidator } from "./generate-headers-validator.ts";

const source = "the bundled spec";

export const generatedFolder: URL = new URL("../src/generated/", import.meta.url);

/** Generates the files of `generatedFolder`. */
export function generateFiles(): GeneratedFiles {
  return {
    "checks.js": withHeader("ajv (scripts/generate-checks.ts)", source, generateChecks()),
    "checks.d.ts": withHeader("scripts/generate-check-types.ts", source, generateCheckTypes()),
    "constants.ts": withHeader("scripts/generate-constants.ts", source, generateConstants()),
    "defaults.ts": withHeader("scripts/generate-defaults.ts", source, generateDefaults()),
    "error-validator.ts": withHeader("scripts/generate-error-validator.ts", source, generateErrorValidator()),
    "headers-validator.ts": withHeader(
      "scripts/generate-headers-validator.ts",
      source,
      generateHeadersValidator(),
    ),
  };
}
