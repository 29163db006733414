import { type GeneratedFiles, withHeader } from "../../../scripts/generated-files.ts";
import { generateOpenapi } from "./generate-openapi.ts";
import { generateRules } from "./generate-rules.ts";
import { generateStatuses } from "./generate-statuses.ts";
import { generateStreams } from "./generate-streams.ts";

const source = "the bundled spec";

export const generatedFolder: URL = new URL("../src/generated/", import.meta.url);

/** Generates the files of `generatedFolder`. */
export async function generateFiles(): Promise<GeneratedFiles> {
  return {
    "openapi.ts": withHeader("openapi-typescript", source, await generateOpenapi()),
    "rules.ts": withHeader("scripts/generate-rules.ts", source, generateRules()),
    "statuses.ts": withHeader("scripts/generate-statuses.ts", source, generateStatuses()),
    "streams.ts": withHeader("scripts/generate-streams.ts", source, generateStreams()),
  };
}
