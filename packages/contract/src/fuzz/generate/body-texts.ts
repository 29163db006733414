import fc from "fast-check";
import { isObject } from "../../is-object.ts";
import type { HttpFuzzRequest } from "../fuzz-request.ts";
import { sometimes } from "./sometimes.ts";

/** The body of a request, as it is sent. */
export type BodyText = Pick<HttpFuzzRequest, "body" | "isLoose">;

/** Writes bodies as JSON: mostly in ways that every parser reads alike, some ambiguous or damaged. */
export function bodyTexts(bodies: fc.Arbitrary<unknown>): fc.Arbitrary<BodyText> {
  return fc
    .tuple(
      bodies,
      sometimes(0.2, undefined, spellings),
      sometimes(0.06, [], fc.tuple(looseMembers)),
      sometimes(0.01, "", fc.constant("\ufeff")),
      sometimes(0.1, undefined, fc.oneof(cuts, invalidBytes)),
    )
    .map(([body, spell, members, mark, damage]) => {
      const json = JSON.stringify(body);
      const isLoose = members.length > 0 || mark !== "";
      const text = mark + addMembers(spell?.(json) ?? json, isObject(body) ? members : []);
      return damage?.(text) ?? { body: text, isLoose };
    });
}

/** Other spellings of the same JSON. */
const spellings = fc.constantFrom<(json: string) => string>(
  (json) => JSON.stringify(JSON.parse(json), null, "\t"),
  (json) => ` \n${json}\r\n`,
  // Names in escapes.
  (json) => json.replaceAll('"p', String.raw`"\u0070`),
  // All characters but those of ASCII in escapes.
  (json) =>
    json.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
);

const numbers = [
  ...["1e400", "-1e400", "1e-400", "9007199254740993", "1.0", "1E0", "-0"],
  "0.1000000000000000055511151231257827",
];

/** Members that parsers read differently: a name that may occur twice, a number that no double equals, deep nesting. */
const looseMembers = fc.oneof(
  fc.constantFrom('"max_tokens":3', '"temperature":9', '"prompt":null', '"x_whale":{"x":1,"x":2}'),
  fc
    .tuple(fc.constantFrom("temperature", "seed", "top_p", "x_whale"), fc.constantFrom(...numbers))
    .map(([name, number]) => `"${name}":${number}`),
  fc
    .tuple(fc.constantFrom("prompt", "stop", "x_whale"), fc.integer({ min: 1, max: 5000 }))
    .map(([name, depth]) => `"${name}":${"[".repeat(depth)}${"]".repeat(depth)}`),
);

function addMembers(json: string, members: readonly string[]): string {
  return members.length === 0
    ? json
    : json.replace(/^\s*\{/, `{${members.join(",")},`).replace(/,\s*\}$/, "}");
}

type Damage = (text: string) => BodyText;

/** Cuts a text, or inserts what does not belong there. It may still be JSON, of any meaning. */
const cuts: fc.Arbitrary<Damage> = fc
  .tuple(
    fc.nat(),
    fc.constantFrom("", ",", "}", "{", '"', "'", "NaN", "// ", "\0", "\n", "\\", "undefined"),
    fc.boolean(),
  )
  .map(([place, inserted, keepsRest]) => (text) => {
    const end = place % (text.length + 1);
    const body = text.slice(0, end) + inserted + (keepsRest ? text.slice(end) : "");
    return { body, isLoose: true };
  });

/** Adds a member whose name is not UTF-8. */
const invalidBytes: fc.Arbitrary<Damage> = fc
  .constantFrom([0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf0, 0x9f])
  .map((bytes) => (text) => ({
    body: Uint8Array.from([
      ...Buffer.from('{"'),
      ...bytes,
      ...Buffer.from('":1,'),
      ...Buffer.from(text.slice(1)),
    ]),
    isLoose: false,
  }));
