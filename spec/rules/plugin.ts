import { errorCodeHeader } from "./error-code-header.ts";
import { errorCodeMeanings } from "./error-code-meanings.ts";
import { errorSchema } from "./error-schema.ts";
import { exampleHeaders } from "./example-headers.ts";
import { exampleRequests } from "./example-requests.ts";
import { extendTypes } from "./extended-types.ts";
import { headerExamples } from "./header-examples.ts";
import { knownRules } from "./known-rules.ts";
import { operationExamples } from "./operation-examples.ts";
import { propertyDescription } from "./property-description.ts";
import type { Plugin, Rule } from "./redocly.ts";
import { streamExamples } from "./stream-examples.ts";
import { validDefaults } from "./valid-defaults.ts";

const id = "completions-api";

const rules: Record<string, Rule> = {
  "error-code-header": errorCodeHeader,
  "error-code-meanings": errorCodeMeanings,
  "error-schema": errorSchema,
  "example-headers": exampleHeaders,
  "example-requests": exampleRequests,
  "header-examples": headerExamples,
  "known-rules": knownRules,
  "operation-examples": operationExamples,
  "property-description": propertyDescription,
  "stream-examples": streamExamples,
  "valid-defaults": validDefaults,
};

/** Creates the Redocly plugin with this API's rules. Its ruleset `completions-api/all` makes all of them errors. */
export default function plugin(): Plugin {
  return {
    id,
    rules: { oas3: rules },
    configs: {
      all: { rules: Object.fromEntries(Object.keys(rules).map((name) => [`${id}/${name}`, "error"])) },
    },
    typeExtension: { oas3: extendTypes },
  };
}
