import { parseResponses, sendRaw } from "@completions-api/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { distinctHeaders, sendResponse } from "../src/index.ts";
import { startTestServer } from "./support/start-server.ts";

const name = fc.constantFrom(
  "authorization",
  "Authorization",
  "content-type",
  "cookie",
  "set-cookie",
  "__proto__",
  "constructor",
  "x-a",
  "X-A",
);

test("has the values of every header: a text for one, and a list for several", async () => {
  await using server = await startTestServer(async (message, response) => {
    const body = JSON.stringify([
      Object.entries(distinctHeaders(message)),
      Object.entries(message.headersDistinct),
    ]);
    await sendResponse(response, { status: 200, headers: {}, body });
  });
  const headers = fc.array(fc.record({ name, value: fc.stringMatching(/^[a-z]{1,3}$/) }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(headers, async (sent) => {
      const lines = sent.map((header) => `${header.name}: ${header.value}\r\n`);
      const request = `POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 0\r\n${lines.join("")}\r\n`;
      const [response] = parseResponses(await sendRaw(server, request));
      const [found, expected]: [string, unknown][][] = JSON.parse(response?.body ?? "");
      const unwrap = ([key, value]: [string, unknown]) => [
        key,
        Array.isArray(value) && value.length === 1 ? value[0] : value,
      ];
      expect(found?.map(unwrap)).toEqual(expected?.map(unwrap));
    }),
  );
});
