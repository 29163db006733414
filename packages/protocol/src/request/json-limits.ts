import { createCompletionRequestParameters } from "@completions-api/validators/openai";
import type { HttpError } from "../errors/http-error.ts";
import { unprocessableContent } from "../errors/unprocessable-content.ts";
import { type JsonMember, listMembers } from "./json-members.ts";
import { skipString } from "./json-scan.ts";
import { JsonText } from "./json-text.ts";
import { decodeUtf8 } from "./utf8.ts";

// RFC 8259 (section 9) allows limits. Parsed, an empty list or object takes 20 times its bytes, and a member with a name of its
// own 10 times, so a body's size alone does not bound the memory and the time that it takes.

/** The deepest nesting of lists and objects. A shorter text cannot be deeper, and so need not be scanned. */
const deepest = 4096;
/** The most lists and objects. No model takes so many prompts in one request, and tokens are no lists. */
const mostContainers = 2 ** 16;
/** The most members of objects. They suffice for a `logit_bias` for half of a large vocabulary. */
const mostMembers = 2 ** 16;

/** A place where a text exceeds a limit. */
interface Excess {
  readonly place: number;
  /** Continues the name of a value: "must not be nested deeper than 4096 levels". */
  readonly message: string;
  /** True for nesting that no known parameter has. */
  readonly isTooDeep: boolean;
  /** True if the body itself is at fault, and not one of its members. */
  readonly isBody: boolean;
}

/** Finds the first place where a text, which need not be JSON, exceeds a limit of what is worth parsing. */
export function findExcess(json: Uint8Array): Excess | undefined {
  if (json.length <= deepest) return undefined;
  let depth = 0;
  let containers = 0;
  let members = 0;
  for (let at = 0; at < json.length; at += 1) {
    switch (json[at]) {
      case 0x22: // "
        at = skipString(json, at) - 1;
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        containers += 1;
        if (depth > deepest) {
          const message = `must not be nested deeper than ${deepest} levels`;
          return { place: at, message, isTooDeep: true, isBody: false };
        }
        if (containers > mostContainers) {
          const message = `must not have more than ${mostContainers} lists and objects`;
          return { place: at, message, isTooDeep: false, isBody: false };
        }
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
        break;
      case 0x3a: // :
        members += 1;
        if (members > mostMembers) {
          const message = `must not have more than ${mostMembers} properties`;
          return { place: at, message, isTooDeep: false, isBody: depth === 1 };
        }
    }
  }
  return undefined;
}

const knownNames: readonly string[] = createCompletionRequestParameters;

/**
 * Creates the error for a body that exceeds a limit.
 *
 * @param json - a valid text in UTF-8.
 */
export function excessError(json: Uint8Array, { place, message, isTooDeep, isBody }: Excess): HttpError {
  const member = isBody ? undefined : findMember(json, place);
  const isKnown = member === undefined || knownNames.includes(member.name);
  return unprocessableContent({
    loc: member ? ["body", member.name] : ["body"],
    value: new JsonText(decodeUtf8(json, member?.start, member?.end)),
    message,
    code: isTooDeep && isKnown ? "invalid_parameter" : "parameter_not_supported",
  });
}

/** Finds the member of the body that has a place in the text. */
function findMember(json: Uint8Array, place: number): JsonMember | undefined {
  for (const member of listMembers(json)) if (place < member.end) return member;
  return undefined;
}
