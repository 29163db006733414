import { readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { applyOverlay } from "./apply-overlay.ts";
import { describeErrorCodes } from "./describe-error-codes.ts";
import { describeRules } from "./describe-rules.ts";
import type { JsonObject } from "./json.ts";
import { toOpenApi30 } from "./openapi-3.0.ts";
import { toOpenApi32 } from "./openapi-3.2.ts";

// Completes the bundle that Redocly wrote, and writes it in three versions of OpenAPI and with the overlay for OpenAI's
// clients, as JSON and as YAML.
const folder = new URL("../dist/", import.meta.url);
const bundled: JsonObject = JSON.parse(readFileSync(new URL("openapi.json", folder), "utf8"));
const overlay = parse(readFileSync(new URL("../openai.overlay.yaml", import.meta.url), "utf8"));
const document = describeErrorCodes(describeRules(bundled));

const bundles = {
  openapi: document,
  "openapi-3.0": toOpenApi30(document),
  "openapi-3.2": toOpenApi32(document),
  openai: describeErrorCodes(describeRules(applyOverlay(document, overlay))),
};
const format = { aliasDuplicateObjects: false, blockQuote: "literal", lineWidth: 0 } as const;
for (const [name, bundle] of Object.entries(bundles)) {
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(bundle, null, 2)}\n`);
  writeFileSync(new URL(`${name}.yaml`, folder), stringify(bundle, format));
}
