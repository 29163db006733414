import { validate } from "@completions-api/validators/check";
import { checkReplies } from "../generated/checks.js";
import type { ReplyDefinition } from "../replies/reply.ts";
import { InvalidScriptError } from "./invalid-script-error.ts";

/**
 * Reads a value of JSON as replies: one reply, a list of replies, or `{ replies: [...] }`.
 *
 * @throws InvalidScriptError if it does not have the form of `replies.schema.json`. The paths of its problems begin with `body`.
 */
export function readReplies(value: unknown): readonly ReplyDefinition[] {
  const checked = validate(checkReplies, "body", value);
  if (!checked.valid) throw new InvalidScriptError(checked.problems);
  const replies = checked.value;
  if (Array.isArray(replies)) return replies;
  return "replies" in replies ? replies.replies : [replies];
}
