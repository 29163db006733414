import type { NodeTypes } from "./redocly.ts";

const citedRules = { type: "array", items: { type: "string" } };

const extensions: Record<string, Record<string, unknown>> = {
  Operation: { "x-rules": "RuleList" },
  Parameter: { "x-rules": citedRules },
  Header: { "x-rules": citedRules },
  // Redocly follows, lints and bundles a reference under `x-itemSchema` only if it knows the type.
  MediaType: { "x-rules": citedRules, "x-itemSchema": "Schema" },
  Schema: { "x-rules": citedRules, "x-statuses": "Statuses" },
  Example: { "x-request": "ExampleRequest", "x-headers": { type: "object" } },
};

const added: NodeTypes = {
  RuleList: { properties: {}, items: "Rule" },
  Rule: { properties: { id: { type: "string" }, rule: { type: "string" } }, required: ["id", "rule"] },
  Statuses: { properties: {}, additionalProperties: { type: "integer" } },
  ExampleRequest: {
    properties: { headers: { type: "object" }, body: { isExample: true } },
  },
};

/** Adds this API's extensions to Redocly's types of OpenAPI nodes. */
export function extendTypes(types: NodeTypes): NodeTypes {
  const extended = Object.entries(extensions).map(([name, properties]) => {
    const type = types[name];
    return [name, { ...type, properties: { ...type?.properties, ...properties } }];
  });
  return { ...types, ...added, ...Object.fromEntries(extended) };
}
