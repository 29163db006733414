import { skipString } from "./json-scan.ts";

/**
 * A JSON value as the text that it was sent as. It takes no more memory than its text, however many values that has, and its
 * numbers are exact.
 */
export class JsonText {
  /** A valid JSON text. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The number of levels of lists and objects: 0 for a number, 1 for `[]`. */
  get depth(): number {
    return measureDepth(new TextEncoder().encode(this.text));
  }

  /** Parses the text. `JSON.stringify` calls this, and so writes the same value, though perhaps other digits. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

function measureDepth(json: Uint8Array): number {
  let depth = 0;
  let most = 0;
  for (let at = 0; at < json.length; at += 1) {
    switch (json[at]) {
      case 0x22: // "
        at = skipString(json, at) - 1;
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        if (depth > most) most = depth;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
    }
  }
  return most;
}
