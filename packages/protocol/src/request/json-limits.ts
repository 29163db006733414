import { createCompletionRequestParameters } from "@completions-api/validators/openai";
import type { HttpError } from "../errors/http-error.ts";
import { unprocessableContent } from "../errors/unprocessable-content.ts";
import { type JsonMember, listMembers } from "./json-members.ts";
import { skipString } from "./json-scan.ts";
import { type JsonSource, sliceText } from "./json-source.ts";
import { JsonText } from "./json-text.ts";

// RFC 8259 (section 9) allows limits. Parsed, an empty list or object takes 20 times its bytes, and a member of an object 10 times,
// so a body's size alone does not bound the memory and the time that it takes. Numbers need no limit: a list of tokens takes 4
// times its bytes.

/** In bytes. A smaller text is bounded by its size: parsed, it takes a millisecond and 1 MiB. */
const small = 2 ** 16;
/** The deepest nesting of lists and objects. */
const deepest = 2 ** 12;
/** The most parameters. No model has nearly as many, and each takes some microseconds. */
const mostParameters = 2 ** 10;
/**
 * The most lists, objects, and texts, names of members included. They suffice for more prompts than any server takes at once, and
 * for a `logit_bias` of the whole vocabulary of Llama 2. Parsing as many members of an object takes 10 ms.
 */
const mostParts = 2 ** 15;

/** A place where a text exceeds a limit. */
interface Excess {
  readonly place: number;
  /** Continues the name of a value: "must not be nested deeper than 4096 levels". */
  readonly message: string;
  readonly kind: "depth" | "parameters" | "parts";
}

/** Finds the first place where a large text, which need not be JSON, exceeds a limit of what is worth parsing. */
export function findExcess(json: Uint8Array): Excess | undefined {
  if (json.length <= small || partsStart.every((code) => isRare(json, code))) return undefined;
  let depth = 0;
  let parts = 0;
  let parameters = 0;
  for (let at = 0; at < json.length; at += 1) {
    switch (json[at]) {
      case 0x22: // "
        parts += 1;
        if (parts > mostParts) return createExcess(at, "parts");
        at = skipString(json, at) - 1;
        break;
      case 0x5b: // [
      case 0x7b: // {
        parts += 1;
        if (parts > mostParts) return createExcess(at, "parts");
        depth += 1;
        if (depth > deepest) return createExcess(at, "depth");
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
        break;
      case 0x3a: // :
        if (depth === 1) parameters += 1;
        if (parameters > mostParameters) return createExcess(at, "parameters");
    }
  }
  return undefined;
}

/** Each part begins with one of `"`, `[` and `{`. */
const partsStart = [0x22, 0x5b, 0x7b];

/** Returns whether a character occurs so seldom that searching for it is faster than a loop: a prompt or a list of tokens has few. */
function isRare(json: Uint8Array, code: number): boolean {
  let at = -1;
  for (let count = 0; count < 64; count += 1) {
    at = json.indexOf(code, at + 1);
    if (at < 0) return true;
  }
  return false;
}

function createExcess(place: number, kind: Excess["kind"]): Excess {
  return { place, kind, message: describe(kind) };
}

/** A function, because bundlers would keep an object of these texts in every client. */
function describe(kind: Excess["kind"]): string {
  switch (kind) {
    case "depth":
      return `must not be nested deeper than ${deepest} levels`;
    case "parameters":
      return `must not have more than ${mostParameters} parameters`;
    case "parts":
      return `must not have more than ${mostParts} texts, lists and objects`;
  }
}

const knownNames: readonly string[] = createCompletionRequestParameters;

/**
 * Creates the error for a body that exceeds a limit.
 *
 * @param source - valid JSON.
 */
export function excessError(source: JsonSource, { place, message, kind }: Excess): HttpError {
  const member = kind === "parameters" ? undefined : findMember(source, place);
  const isKnown = member === undefined || knownNames.includes(member.name);
  return unprocessableContent({
    loc: member ? ["body", member.name] : ["body"],
    value: new JsonText(sliceText(source, member?.start ?? 0, member?.end ?? source.json.length)),
    message,
    code: kind === "depth" && isKnown ? "invalid_parameter" : "parameter_not_supported",
  });
}

/** A member takes at least as many bytes: `"a":1,`. */
const leastMember = 6;

/**
 * Refuses a parsed body with too many parameters, however small it is.
 *
 * @throws HttpError 422 `parameter_not_supported`.
 */
export function limitParameters(body: unknown, source: JsonSource): void {
  if (source.json.length < mostParameters * leastMember) return;
  if (typeof body !== "object" || body === null || Array.isArray(body)) return;
  if (Object.keys(body).length > mostParameters) throw excessError(source, createExcess(0, "parameters"));
}

/** Finds the member of the body that has a place in the text. */
function findMember(source: JsonSource, place: number): JsonMember | undefined {
  for (const member of listMembers(source)) if (place < member.end) return member;
  return undefined;
}
