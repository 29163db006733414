/** How a language writes values. */
export interface Syntax {
  readonly indent: string;
  readonly true: string;
  readonly false: string;
  readonly null: string;
  /** Writes a character that does not show, or that changes how others show. */
  escape(codePoint: number): string;
  /** Writes the name of a property, with what separates it from its value. */
  property(name: string): string;
}

const hex = (value: number, length: number) => value.toString(16).padStart(length, "0");

/** TypeScript, and JavaScript. */
export const typescript: Syntax = {
  indent: "  ",
  true: "true",
  false: "false",
  null: "null",
  escape: (code) => (code > 0xffff ? `\\u{${hex(code, 0)}}` : `\\u${hex(code, 4)}`),
  property(name) {
    if (/^[a-z_]\w*$/i.test(name) && name !== "__proto__") return `${name}: `;
    // A property of this name would set the prototype.
    return name === "__proto__" ? '["__proto__"]: ' : `${quote(name, typescript)}: `;
  },
};

/** Python. */
export const python: Syntax = {
  indent: "    ",
  true: "True",
  false: "False",
  null: "None",
  escape: (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`),
  property: (name) => `${quote(name, python)}: `,
};

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Writes a text as a literal on one line of visible characters. */
export function quote(text: string, syntax: Syntax): string {
  return JSON.stringify(text).replace(invisible, (character) => syntax.escape(character.codePointAt(0) ?? 0));
}

/** Writes a value of JSON. Its lines after the first begin with `margin`. */
export function toLiteral(value: unknown, syntax: Syntax, margin = ""): string {
  if (typeof value === "string") return quote(value, syntax);
  if (typeof value === "boolean") return value ? syntax.true : syntax.false;
  if (typeof value !== "object" || value === null) return value === null ? syntax.null : String(value);
  const inner = margin + syntax.indent;
  if (Array.isArray(value)) {
    const items = value.map((item) => toLiteral(item, syntax, inner));
    // Tokens, which are many.
    return value.every((item) => typeof item === "number")
      ? `[${items.join(", ")}]`
      : enclose("[", items, "]", inner, margin);
  }
  const properties = Object.entries(value).map(
    ([name, item]) => syntax.property(name) + toLiteral(item, syntax, inner),
  );
  return enclose("{", properties, "}", inner, margin);
}

function enclose(
  start: string,
  items: readonly string[],
  end: string,
  inner: string,
  margin: string,
): string {
  if (items.length === 0) return start + end;
  return `${start}\n${items.map((item) => `${inner}${item},\n`).join("")}${margin}${end}`;
}
