import schema from "../../config.schema.json" with { type: "json" };

/** Returns what `completions-gateway --schema` prints: the JSON Schema of the configuration file. */
export function formatSchema(): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
