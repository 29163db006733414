/**
 * Where `text` stops being the beginning of a JSON text (RFC 8259), in UTF-16 code units: the offset of the first
 * character that cannot be there, or the length where nothing is wrong but that it ends.
 *
 * The message of JSON.parse has the place in some engines and cases only, and quotes what is there.
 */
export function findJsonFault(text: string): number {
  let at = 0;

  function take(oneOf: string): boolean {
    const next = text[at];
    if (next === undefined || !oneOf.includes(next)) return false;
    at += 1;
    return true;
  }

  function space(): void {
    while (take(" \t\n\r"));
  }

  function word(letters: string): boolean {
    for (const letter of letters) {
      if (text[at] !== letter) return false;
      at += 1;
    }
    return true;
  }

  function digits(): boolean {
    if (!take("0123456789")) return false;
    while (take("0123456789"));
    return true;
  }

  function number(): boolean {
    take("-");
    if (!take("0") && !digits()) return false;
    if (take(".") && !digits()) return false;
    if (!take("eE")) return true;
    take("+-");
    return digits();
  }

  function escaped(): boolean {
    const hex = "0123456789abcdefABCDEF";
    return take('"\\/bfnrt') || (take("u") && take(hex) && take(hex) && take(hex) && take(hex));
  }

  function string(): boolean {
    if (!take('"')) return false;
    for (let next = text[at]; next !== undefined && next >= " "; next = text[at]) {
      at += 1;
      if (next === '"') return true;
      if (next === "\\" && !escaped()) return false;
    }
    return false;
  }

  function name(): boolean {
    space();
    if (!string()) return false;
    space();
    return take(":");
  }

  function scalar(): boolean {
    switch (text[at]) {
      case '"':
        return string();
      case "t":
        return word("true");
      case "f":
        return word("false");
      case "n":
        return word("null");
      default:
        return number();
    }
  }

  // A stack of its own, since a body may nest deeper than the engine's stack goes.
  const open: ("[" | "{")[] = [];
  for (;;) {
    space();
    if (take("[")) {
      open.push("[");
      space();
      if (text[at] !== "]") continue;
    } else if (take("{")) {
      open.push("{");
      space();
      if (text[at] !== "}") {
        if (!name()) return at;
        continue;
      }
    } else if (!scalar()) {
      return at;
    }

    space();
    while (open.length > 0 && take(open.at(-1) === "[" ? "]" : "}")) {
      open.pop();
      space();
    }
    if (open.length === 0 || !take(",")) return at;
    if (open.at(-1) === "{" && !name()) return at;
  }
}
