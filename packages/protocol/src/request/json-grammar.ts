// The grammar of JSON (RFC 8259) as a table. A table takes the same time for each byte, whatever the text.

/** States of a reader of JSON. Those after `fault` need more than the table: the lists and objects that are open. */
const stateNames = [
  "value",
  "firstItem",
  "firstName",
  "name",
  "colon",
  "end",
  "string",
  "escape",
  "hex1",
  "hex2",
  "hex3",
  "hex4",
  "nameString",
  "nameEscape",
  "nameHex1",
  "nameHex2",
  "nameHex3",
  "nameHex4",
  "minus",
  "zero",
  "integer",
  "point",
  "fraction",
  "exponent",
  "exponentSign",
  "power",
  "true1",
  "true2",
  "true3",
  "false1",
  "false2",
  "false3",
  "false4",
  "null1",
  "null2",
  "null3",
  "fault",
  "openList",
  "openObject",
  "close",
  "comma",
] as const;

export type JsonState = (typeof stateNames)[number];

/** The grammar of JSON: the state after each byte, and the number of each state. */
export interface JsonGrammar {
  /** The number of the state that follows a state's number times 256 plus a byte. */
  readonly table: Uint8Array;
  readonly states: Readonly<Record<JsonState, number>>;
}

let created: JsonGrammar | undefined;

/** Returns the grammar. It is created when it is first needed: most programs never see a fault. */
export function jsonGrammar(): JsonGrammar {
  created ??= createGrammar();
  return created;
}

type Transitions = Readonly<Record<string, JsonState>>;

function createGrammar(): JsonGrammar {
  const states = Object.fromEntries(stateNames.map((name, index) => [name, index])) as JsonGrammar["states"];
  const table = new Uint8Array(stateNames.length * 256).fill(states.fault);
  // A string has any characters, those outside ASCII included, except control characters and those that are special in it.
  for (const name of ["string", "nameString"] as const) {
    table.fill(states[name], states[name] * 256 + 0x20, (states[name] + 1) * 256);
  }
  for (const [name, next] of Object.entries(listTransitions())) {
    for (const [characters, state] of Object.entries(next)) {
      for (const character of characters) {
        table[states[name as JsonState] * 256 + character.charCodeAt(0)] = states[state];
      }
    }
  }
  return { table, states };
}

/** Lists the characters that each state may read, and the states that they lead to. */
function listTransitions(): Partial<Record<JsonState, Transitions>> {
  const spaces = " \t\n\r";
  const digits = "0123456789";
  const hexDigits = `${digits}abcdefABCDEF`;
  const value = {
    '"': "string",
    "-": "minus",
    0: "zero",
    123456789: "integer",
    "[": "openList",
    "{": "openObject",
    t: "true1",
    f: "false1",
    n: "null1",
  } as const;
  const end = { [spaces]: "end", ",": "comma", "]}": "close" } as const;
  const fraction = { ".": "point", eE: "exponent" } as const;
  return {
    value: { ...value, [spaces]: "value" },
    firstItem: { ...value, [spaces]: "firstItem", "]": "close" },
    firstName: { [spaces]: "firstName", '"': "nameString", "}": "close" },
    name: { [spaces]: "name", '"': "nameString" },
    colon: { [spaces]: "colon", ":": "value" },
    end,
    string: { '"': "end", "\\": "escape" },
    escape: { '"\\/bfnrt': "string", u: "hex1" },
    hex1: { [hexDigits]: "hex2" },
    hex2: { [hexDigits]: "hex3" },
    hex3: { [hexDigits]: "hex4" },
    hex4: { [hexDigits]: "string" },
    nameString: { '"': "colon", "\\": "nameEscape" },
    nameEscape: { '"\\/bfnrt': "nameString", u: "nameHex1" },
    nameHex1: { [hexDigits]: "nameHex2" },
    nameHex2: { [hexDigits]: "nameHex3" },
    nameHex3: { [hexDigits]: "nameHex4" },
    nameHex4: { [hexDigits]: "nameString" },
    minus: { 0: "zero", 123456789: "integer" },
    zero: { ...end, ...fraction },
    integer: { ...end, ...fraction, [digits]: "integer" },
    point: { [digits]: "fraction" },
    fraction: { ...end, [digits]: "fraction", eE: "exponent" },
    exponent: { "+-": "exponentSign", [digits]: "power" },
    exponentSign: { [digits]: "power" },
    power: { ...end, [digits]: "power" },
    true1: { r: "true2" },
    true2: { u: "true3" },
    true3: { e: "end" },
    false1: { a: "false2" },
    false2: { l: "false3" },
    false3: { s: "false4" },
    false4: { e: "end" },
    null1: { u: "null2" },
    null2: { l: "null3" },
    null3: { l: "end" },
  };
}
