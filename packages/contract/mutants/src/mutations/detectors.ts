import { generateOpenapi } from "../../../../types/scripts/generate-openapi.ts";
import { generateRules } from "../../../../types/scripts/generate-rules.ts";
import { generateStatuses } from "../../../../types/scripts/generate-statuses.ts";
import { generateStreams } from "../../../../types/scripts/generate-streams.ts";
import type { Spec as TypesSpec } from "../../../../types/scripts/spec.ts";
import { type CheckedSchemas, listCheckedSchemas } from "../../../../validators/scripts/checked-schemas.ts";
import { generateConstants } from "../../../../validators/scripts/generate-constants.ts";
import { generateDefaults } from "../../../../validators/scripts/generate-defaults.ts";
import { generateErrorValidator } from "../../../../validators/scripts/generate-error-validator.ts";
import { generateHeadersValidator } from "../../../../validators/scripts/generate-headers-validator.ts";
import { toSpec } from "../../../../validators/scripts/spec.ts";
import { createAjv } from "../../../../validators/src/generator/index.ts";
import type { Corpus } from "./corpus.ts";

/** The programs that can notice a mutation of the spec. */
export const detectors = [
  { id: "generator", title: "The generators refuse the spec" },
  { id: "validators", title: "The generated validators judge an exchange of the suite otherwise" },
  { id: "validators-code", title: "The validators have other defaults, statuses or constants" },
  { id: "types", title: "The generated types differ, not only in their comments" },
] as const;

/** The code and the checks that the generators make of a bundle. */
export interface Generated {
  readonly checks: CheckedSchemas;
  /** The code of the validators beside the checks. */
  readonly code: string;
}

/** @throws Error if the generators refuse the bundle. */
export function generateValidators(bundle: object): Generated {
  const spec = toSpec(bundle);
  const imports = { types: "types", src: "src" };
  const code = [
    generateConstants(spec),
    generateDefaults(spec, imports),
    generateErrorValidator(spec, imports),
    generateHeadersValidator(spec, imports),
  ].join("\n");
  return { checks: listCheckedSchemas(spec), code: withoutComments(code) };
}

/**
 * Generates the types of a bundle, without their comments.
 *
 * @throws Error if the generators refuse the bundle.
 */
export async function generateTypes(bundle: object): Promise<string> {
  const spec = bundle as TypesSpec; // The generators read no more of a bundle than this type has.
  const parts = [
    await generateOpenapi(spec),
    generateRules(spec),
    generateStatuses(spec),
    generateStreams(spec),
  ];
  return withoutComments(parts.join("\n"));
}

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\/\s*/g, "");
}

/** Finds a value of the corpus on which two lists of checks disagree. Undefined if they agree on all. */
export function findDisagreement(
  before: CheckedSchemas,
  after: CheckedSchemas,
  corpus: Corpus,
): string | undefined {
  for (const [name, values] of corpus) {
    const [ours, theirs] = [before[name]?.schema, after[name]?.schema];
    if (JSON.stringify(ours) === JSON.stringify(theirs)) continue;
    if (ours === undefined || theirs === undefined) return `There is no ${name}.`;
    const [accepts, acceptsMutated] = [compile(ours), createAjv().compile(theirs)];
    const value = values.find((each) => accepts(each) !== acceptsMutated(each));
    if (value !== undefined) return `${name} judges ${JSON.stringify(value).slice(0, 200)} otherwise.`;
  }
  return undefined;
}

type Check = ReturnType<ReturnType<typeof createAjv>["compile"]>;
const compiled = new Map<object, Check>();

/** Compiles the check of a schema once. */
function compile(schema: object): Check {
  const check = compiled.get(schema) ?? createAjv().compile(schema);
  compiled.set(schema, check);
  return check;
}
