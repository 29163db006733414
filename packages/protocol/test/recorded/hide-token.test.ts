import fc from "fast-check";
import { expect, test } from "vitest";
import { hideToken } from "../../src/recorded/hide-token.ts";

/** The characters that a token may have. */
const characters = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
const tokens = fc.string({ unit: characters, minLength: 8, maxLength: 60 });
const texts = fc.string({ maxLength: 5 });

const forms: Readonly<Record<string, (token: string) => string>> = {
  "as it is": (token) => token,
  "in JSON": (token) => JSON.stringify(token).slice(1, -1),
  "in JSON with escaped slashes": (token) => JSON.stringify(token).slice(1, -1).replaceAll("/", "\\/"),
  "percent-encoded": encodeURIComponent,
  "percent-encoded in lower case": (token) =>
    encodeURIComponent(token).replaceAll(/%../g, (code) => code.toLowerCase()),
};

test.each(Object.keys(forms))("a token is hidden %s", (form) => {
  fc.assert(
    fc.property(tokens, texts, texts, (token, before, after) => {
      const written = forms[form]?.(token) ?? "";
      expect(hideToken(`${before}${written}${after}`, token)).toContain("***");
      expect(hideToken(` ${written} `, token)).toBe(" *** ");
    }),
  );
});

test.each(["base64", "base64url"] as const)(
  "a token is hidden in %s, wherever it is in the text",
  (encoding) => {
    fc.assert(
      fc.property(tokens, texts, texts, (token, before, after) => {
        const hidden = hideToken(Buffer.from(`${before}${token}${after}`).toString(encoding), token);
        const [start, end, ...others] = hidden.split("***");
        expect(others).toEqual([]);
        // Nothing is left but what is around the token.
        expect(Buffer.from(start ?? "", encoding).length).toBeLessThanOrEqual(Buffer.byteLength(before));
        expect(Buffer.from(end ?? "", encoding).length).toBeLessThanOrEqual(Buffer.byteLength(after) + 1);
      }),
    );
  },
);

test("a token that was cut is hidden", () => {
  fc.assert(
    fc.property(tokens, fc.integer({ min: 5, max: 60 }), (token, length) => {
      const cut = token.slice(0, length);
      expect(hideToken(` ${cut}…, in response to ${cut}… `, token)).toBe(" ***…, in response to ***… ");
      expect(hideToken(` ${cut}`, token)).toBe(" ***");
      expect(hideToken(`${"a".repeat(30_000)} ${cut}`, token)).toMatch(/^a* \*\*\*$/);
    }),
  );
});

test("a short token is no secret", () => {
  expect(hideToken("a test", "test")).toBe("a test");
});
