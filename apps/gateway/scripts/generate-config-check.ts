import { createRequire } from "node:module";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";

// Node and bundlers disagree about the default import of a CommonJS module, so this requires it.
const { default: ucs2length }: { default: (text: string) => number } = createRequire(import.meta.url)(
  "ajv/dist/runtime/ucs2length",
);

/**
 * Generates ajv's standalone code that checks a configuration and fills in the defaults. To compile the schema takes a tenth of a
 * second, which every start would pay.
 */
export function generateConfigCheck(schema: object): string {
  const ajv = new Ajv2020({
    allErrors: true,
    useDefaults: true,
    discriminator: true,
    // Adds the schema that failed to each error. The description of the error quotes it.
    verbose: true,
    allowUnionTypes: true,
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
  });
  // Editors know this keyword, too.
  ajv.addVocabulary(["patternErrorMessage"]);
  const code = standaloneCode
    .default(ajv, ajv.compile(schema))
    .replace('"use strict";\n', "")
    .replace(/^export default .*\n/m, "")
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', String(ucs2length))
    .replaceAll('require("ajv/dist/runtime/equal").default', "isDeepStrictEqual");
  const [stray] = code.match(/\brequire\(.*\)/) ?? [];
  if (stray) throw new Error(`ajv's code still contains ${stray}.`);
  return `import { isDeepStrictEqual } from "node:util";\n\n${code}`;
}

/** The types of that code. */
export const configCheckTypes = `import type { ValidateFunction } from "ajv/dist/2020.js";
import type { Config } from "./config.ts";

export declare const validate: ValidateFunction<Config>;
`;
