import { JsonText, unprocessableContent } from "@completions-api/protocol";

/** The deepest nesting of lists and objects in an extra parameter. Many parsers of JSON have a limit, and some overflow their stack. */
const deepestNesting = 100;

/**
 * Checks that the extra parameters for an engine can be read by its server.
 *
 * @throws HttpError 422 `parameter_not_supported` for one that is nested too deeply.
 */
export function checkNesting(extra: Readonly<Record<string, unknown>>): void {
  for (const name in extra) {
    const value = extra[name];
    if (!(value instanceof JsonText) || value.depth <= deepestNesting) continue;
    const message = `must not be nested deeper than ${deepestNesting} levels`;
    throw unprocessableContent({ loc: ["body", name], value, message, code: "parameter_not_supported" });
  }
}
