import { readFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";
import { type GeneratedFiles, type SpecName, withHeader } from "../../../scripts/generated-files.ts";
import { generateChecks } from "../../validators/scripts/generate-checks.ts";
import { findCompletions, readSpec } from "../../validators/scripts/spec.ts";

const source = "replies.schema.json";
const schema = JSON.parse(readFileSync(new URL(`../${source}`, import.meta.url), "utf8"));

/** The checks by their names, and the type of what each one accepts. They share the code of the schema's definitions. */
const checks = {
  checkScript: { schema, type: "Script" },
  checkReplies: {
    schema: { $ref: "checkScript#/$defs/Replies" },
    type: "Reply | Reply[] | { replies: Reply[] }",
  },
  checkSettings: {
    schema: { $ref: "checkScript#/$defs/Settings" },
    type: 'Pick<Script, "latency" | "fault" | "strict">',
  },
};

export const generatedFolder: URL = new URL("../src/generated/", import.meta.url);

/** Generates the files of `generatedFolder`. */
export async function generateFiles(): Promise<GeneratedFiles> {
  return {
    "checks.js": withHeader("ajv (scripts/generated-files.ts)", source, generateChecks(checks)),
    "checks.d.ts": withHeader("json-schema-to-typescript", source, await generateTypes()),
    "example-names.ts": withHeader("scripts/generated-files.ts", "the bundled specs", generateExampleNames()),
  };
}

/** Generates the names of the examples that an answer may name, so that only a request needs the spec of its face. */
function generateExampleNames(): string {
  const names = {
    completions: listExampleNames("openapi"),
    openai: listExampleNames("openai"),
  };
  return `/** The names of the examples of completions in the spec, by the face of the API. */
export const exampleNames = ${JSON.stringify(names, null, 2)} as const;
`;
}

function listExampleNames(name: SpecName): string[] {
  return Object.values(findCompletions(readSpec(name)).responses)
    .flatMap(({ content }) => Object.values(content))
    .flatMap(({ examples = {} }) => Object.keys(examples));
}

/** Generates the types of what the checks accept, without comments: those that users see are in `src/replies`. */
async function generateTypes(): Promise<string> {
  const bare = JSON.parse(
    JSON.stringify(schema, (key, value) => (key === "description" ? undefined : value)),
  );
  const types = await compile(bare, "Script", {
    additionalProperties: false,
    bannerComment: "",
    ignoreMinAndMaxItems: true,
  });
  const declarations = Object.entries(checks).map(
    ([name, { type }]) => `export declare const ${name}: Check<${type}>;\n`,
  );
  return `import type { Check } from "@completions-api/validators/check";

${types}
${declarations.join("")}`;
}
