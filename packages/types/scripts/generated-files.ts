import {
  type GeneratedFiles,
  type SpecName,
  specSources,
  withHeader,
} from "../../../scripts/generated-files.ts";
import { generateOpenapi } from "./generate-openapi.ts";
import { generateRules } from "./generate-rules.ts";
import { generateStatuses } from "./generate-statuses.ts";
import { generateStreams } from "./generate-streams.ts";
import { readSpec } from "./spec.ts";

export const generatedFolder: URL = new URL("../src/generated/", import.meta.url);

/** Generates the files of `generatedFolder`. */
export async function generateFiles(): Promise<GeneratedFiles> {
  return { ...(await generateFace("openapi", "")), ...(await generateFace("openai", "openai/")) };
}

async function generateFace(name: SpecName, folder: string): Promise<GeneratedFiles> {
  const spec = readSpec(name);
  const source = specSources[name];
  return {
    [`${folder}openapi.ts`]: withHeader("openapi-typescript", source, await generateOpenapi(spec)),
    [`${folder}rules.ts`]: withHeader("scripts/generate-rules.ts", source, generateRules(spec)),
    [`${folder}statuses.ts`]: withHeader("scripts/generate-statuses.ts", source, generateStatuses(spec)),
    [`${folder}streams.ts`]: withHeader("scripts/generate-streams.ts", source, generateStreams(spec)),
  };
}
