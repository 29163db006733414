import { validate } from "@completions-api/validators/check";
import { checkSettings } from "../generated/checks.js";
import type { Settings } from "../sessions/settings.ts";
import { InvalidScriptError } from "./invalid-script-error.ts";

/**
 * Reads a value of JSON as settings.
 *
 * @throws InvalidScriptError if it does not have the form of `replies.schema.json`. The paths of its problems begin with `body`.
 */
export function readSettings(value: unknown): Settings {
  const checked = validate(checkSettings, "body", value);
  if (!checked.valid) throw new InvalidScriptError(checked.problems);
  return checked.value;
}
