/**
 * Returns the schema of a response without the enums that `x-extensible-enum` marks: a server may send values that they do
 * not name yet.
 */
export function openEnums<Part>(part: Part): Part;
export function openEnums(part: unknown): unknown {
  if (Array.isArray(part)) return part.map((item) => openEnums(item));
  if (typeof part !== "object" || part === null) return part;
  const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, openEnums(value)]));
  const { enum: values, "x-extensible-enum": isOpen, ...rest } = copy;
  return isOpen && Array.isArray(values) ? rest : copy;
}
