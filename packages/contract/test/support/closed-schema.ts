/** Returns a schema whose objects allow no properties but those that it describes. Published schemas allow those of later versions. */
export function closeSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closeSchema);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, value]) => [name, closeSchema(value)] as const);
  const isObject = "type" in schema && schema.type === "object" && "properties" in schema;
  return { ...Object.fromEntries(entries), ...(isObject && { additionalProperties: false }) };
}
