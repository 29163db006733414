import { isWrittenNumber, unprocessableContent } from "@completions-api/protocol";

/** The deepest nesting of lists and objects in an extra parameter. Far beyond it, they cannot be written as JSON any more. */
const deepestNesting = 100;

/**
 * Checks that the extra parameters for an engine can be written as JSON.
 *
 * @throws HttpError 422 `parameter_not_supported` for one that is nested too deeply.
 */
export function checkNesting(extra: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(extra)) {
    if (!isNestedDeeper(value, deepestNesting)) continue;
    const message = `must not be nested deeper than ${deepestNesting} levels`;
    throw unprocessableContent({ loc: ["body", name], value, message, code: "parameter_not_supported" });
  }
}

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null || isWrittenNumber(value)) return false;
  return levels === 0 || Object.values(value).some((inner) => isNestedDeeper(inner, levels - 1));
}
