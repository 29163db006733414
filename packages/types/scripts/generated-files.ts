import { type GeneratedFiles, withHeader } from "../../../scripts/generated-files.ts";
import { generateOpenapi } from "./generate-openapi.ts";
import { generateRules } from "./generate-rules.ts";
import { generateStatuses } from "./generate-statuses.ts";
import { generateStreams } from "./generate-streams.ts";
import { readSpec, type Spec } from "./spec.ts";

export const generatedFolder: URL = new URL("../src/generated/", import.meta.url);

/** Generates the files of `generatedFolder`. */
export async function generateFiles(): Promise<GeneratedFiles> {
  return {
    ...(await generate("", readSpec("openapi"), "the bundled spec")),
    ...(await generate(
      "openai/",
      readSpec("openai"),
      "the bundled spec with its overlay for OpenAI's clients",
    )),
  };
}

async function generate(folder: string, spec: Spec, source: string): Promise<GeneratedFiles> {
  return {
    [`${folder}openapi.ts`]: withHeader("openapi-typescript", source, await generateOpenapi(spec)),
    [`${folder}rules.ts`]: withHeader("scripts/generate-rules.ts", source, generateRules(spec)),
    [`${folder}statuses.ts`]: withHeader("scripts/generate-statuses.ts", source, generateStatuses(spec)),
    [`${folder}streams.ts`]: withHeader("scripts/generate-streams.ts", source, generateStreams(spec)),
  };
}
