import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeEvents, doneEvent, encodeComment, encodeEvent } from "../../src/index.ts";
import { text } from "./arbitraries.ts";
import { collect, streamOf } from "./bytes.ts";

test("an event is one line of JSON", () => {
  fc.assert(
    fc.property(text, (message) => {
      const error = { status: 500, code: "internal_error", error: "Internal Server Error", message } as const;
      const [line = "", ...rest] = encodeEvent({ error }).split(/\r\n|[\r\n]/);
      expect(rest).toStrictEqual(["", ""]);
      expect(line.slice(0, 6)).toBe("data: ");
      expect(JSON.parse(line.slice(6))).toStrictEqual({ error });
    }),
  );
});

test("the end of a stream is spelled as in the API reference", () => {
  expect(doneEvent).toBe("data: [DONE]\n\n");
});

test("a comment of one line is one line", () => {
  expect(encodeComment("keep-alive")).toBe(": keep-alive\n\n");
});

test("a comment never becomes an event, whatever its text", async () => {
  await fc.assert(
    fc.asyncProperty(text, async (comment) => {
      const body = encodeComment(`${comment}\ndata: {}\rdata: {}\r\n\r\ndata: {}\n\n`);
      expect(await collect(decodeEvents(streamOf([body])))).toStrictEqual([]);
      for (const line of body.trimEnd().split(/\r\n|[\r\n]/)) expect(line).toMatch(/^:/);
    }),
  );
});
