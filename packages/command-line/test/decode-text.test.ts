import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeText } from "../src/yaml/decode-text.ts";

const encode = {
  "UTF-8": (text: string) => Buffer.from(text),
  "UTF-8 with a byte order mark": (text: string) => Buffer.from(`\ufeff${text}`),
  "UTF-16LE with a byte order mark": (text: string) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16BE with a byte order mark": (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  "UTF-16LE": (text: string) => Buffer.from(text, "utf16le"),
  "UTF-16BE": (text: string) => Buffer.from(text, "utf16le").swap16(),
};

test.each(Object.keys(encode) as (keyof typeof encode)[])("decodes %s", (name) => {
  // YAML tells the encodings apart by the first character, which is ASCII unless there is a byte order mark. The next one must not be
  // U+0000, which no YAML file may contain (section 5.1): in UTF-8, it would look like the second half of a code unit.
  const anyText = fc.string({ unit: "binary" }).filter((text) => !text.startsWith("\0"));
  fc.assert(
    fc.property(anyText, (rest) => {
      const text = `a${rest}`;
      expect(decodeText(encode[name](text))).toEqual({ text });
    }),
  );
});

test.each([
  ["Latin-1", Buffer.from("é: ü", "latin1"), 0],
  ["Latin-1 after ASCII", Buffer.from("name: Zoë\n", "latin1"), 8],
  ["Latin-1 after a U+FFFD", Buffer.concat([Buffer.from("\ufffd "), Buffer.of(0xfc)]), 2],
  ["a surrogate in UTF-8", Buffer.of(0x61, 0xed, 0xa0, 0x80), 1],
  ["half a character at the end", Buffer.from("a€").subarray(0, 3), 1],
  ["half a code unit", Buffer.from("\ufeffab", "utf16le").subarray(0, 5), 1],
  ["a lone surrogate in UTF-16", Buffer.from("a\ud83db", "utf16le"), 1],
])("finds %s", (_, bytes, invalidAt) => {
  const decoded = decodeText(bytes);
  expect(decoded.invalidAt).toBe(invalidAt);
  expect(decoded.text.slice(invalidAt)).toContain("\ufffd");
});
