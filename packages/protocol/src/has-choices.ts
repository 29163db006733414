/**
 * Whether a body or event has a list of choices with texts: just so much that reading on does not fail in strange ways. What
 * the schemas say of them is for `@completions-api/validators`.
 */
export function hasChoices(value: unknown): boolean {
  const { choices }: { choices?: unknown } = Object(value);
  return Array.isArray(choices) && choices.every((choice) => typeof Object(choice).text === "string");
}
