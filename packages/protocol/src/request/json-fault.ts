/**
 * Finds the place where a text stops being the beginning of a JSON text (RFC 8259).
 *
 * `JSON.parse` does not help: only some JavaScript engines give a position, only in some messages, and they quote the text.
 *
 * @returns the offset, in UTF-16 code units, of the first character that no JSON text has there; the text's length if
 * the text is only incomplete.
 */
export function findJsonFault(text: string): number {
  let at = 0;

  /** Advances past the next character if it is one of these. */
  function take(oneOf: string): boolean {
    const next = text[at];
    if (next === undefined || !oneOf.includes(next)) return false;
    at += 1;
    return true;
  }

  function skipSpace(): void {
    while (take(" \t\n\r"));
  }

  function takeWord(letters: string): boolean {
    for (const letter of letters) {
      if (text[at] !== letter) return false;
      at += 1;
    }
    return true;
  }

  function takeDigits(): boolean {
    if (!take("0123456789")) return false;
    while (take("0123456789"));
    return true;
  }

  function takeNumber(): boolean {
    take("-");
    if (!take("0") && !takeDigits()) return false;
    if (take(".") && !takeDigits()) return false;
    if (!take("eE")) return true;
    take("+-");
    return takeDigits();
  }

  function takeEscape(): boolean {
    const hex = "0123456789abcdefABCDEF";
    return take('"\\/bfnrt') || (take("u") && take(hex) && take(hex) && take(hex) && take(hex));
  }

  function takeString(): boolean {
    if (!take('"')) return false;
    for (let next = text[at]; next !== undefined && next >= " "; next = text[at]) {
      at += 1;
      if (next === '"') return true;
      if (next === "\\" && !takeEscape()) return false;
    }
    return false;
  }

  function takeName(): boolean {
    skipSpace();
    if (!takeString()) return false;
    skipSpace();
    return take(":");
  }

  function takeScalar(): boolean {
    switch (text[at]) {
      case '"':
        return takeString();
      case "t":
        return takeWord("true");
      case "f":
        return takeWord("false");
      case "n":
        return takeWord("null");
      default:
        return takeNumber();
    }
  }

  // An explicit stack, because a body may nest deeper than the call stack allows.
  const open: ("[" | "{")[] = [];
  for (;;) {
    skipSpace();
    if (take("[")) {
      open.push("[");
      skipSpace();
      if (text[at] !== "]") continue;
    } else if (take("{")) {
      open.push("{");
      skipSpace();
      if (text[at] !== "}") {
        if (!takeName()) return at;
        continue;
      }
    } else if (!takeScalar()) {
      return at;
    }

    skipSpace();
    while (open.length > 0 && take(open.at(-1) === "[" ? "]" : "}")) {
      open.pop();
      skipSpace();
    }
    if (open.length === 0 || !take(",")) return at;
    if (open.at(-1) === "{" && !takeName()) return at;
  }
}
