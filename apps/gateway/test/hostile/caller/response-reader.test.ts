import fc from "fast-check";
import { expect, test } from "vitest";
import { type ReadResponse, ResponseReader } from "./response-reader.ts";

interface Sent {
  readonly status: number;
  readonly body: string;
  readonly framing: "length" | "chunked";
}

const sent: fc.Arbitrary<Sent> = fc.record({
  status: fc.constantFrom(200, 400, 429, 503),
  body: fc.string({ unit: "grapheme", maxLength: 200 }),
  framing: fc.constantFrom("length", "chunked"),
});

function write({ status, body, framing }: Sent): Buffer {
  const bytes = Buffer.from(body);
  const head = (field: string) => Buffer.from(`HTTP/1.1 ${status} Status\r\n${field}\r\n\r\n`);
  if (framing === "length") return Buffer.concat([head(`Content-Length: ${bytes.length}`), bytes]);
  const chunks = bytes.length === 0 ? [] : [bytes.subarray(0, 7), bytes.subarray(7)];
  const coded = chunks
    .filter(({ length }) => length > 0)
    .flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n")]);
  return Buffer.concat([head("Transfer-Encoding: chunked"), ...coded, Buffer.from("0\r\n\r\n")]);
}

function read(parts: readonly Buffer[]): ReadResponse[] {
  const responses: ReadResponse[] = [];
  const reader = new ResponseReader((response) => responses.push(response));
  for (const part of parts) reader.push(part);
  reader.finish();
  return responses;
}

test("reads responses that are split anywhere", () => {
  fc.assert(
    fc.property(fc.array(sent, { maxLength: 5 }), fc.array(fc.nat(400)), (all, sizes) => {
      let bytes = Buffer.concat(all.map(write));
      const parts = sizes.map((size) => {
        const part = bytes.subarray(0, size);
        bytes = bytes.subarray(size);
        return part;
      });
      const responses = read([...parts, bytes]);
      expect(responses.map(({ status, start, whole }) => ({ status, start, whole }))).toEqual(
        all.map(({ status, body }) => ({ status, start: body, whole: true })),
      );
    }),
  );
});

test("tells a response that is cut off from a whole one, wherever it is cut", () => {
  fc.assert(
    fc.property(sent, fc.nat(), (response, at) => {
      const bytes = write(response);
      const cut = 1 + (at % (bytes.length - 1));
      expect(read([bytes.subarray(0, cut)]).map(({ whole }) => whole)).toEqual([false]);
    }),
  );
});

test("reads a body that ends with the connection", () => {
  const [response] = read([
    Buffer.from("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n"),
  ]);
  expect(response).toMatchObject({ start: "data: 1\n\n", whole: true });
});
