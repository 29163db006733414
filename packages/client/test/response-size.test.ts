import type { RequestListener } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { expect, test } from "vitest";
import { clientOf, failureOf } from "./support/client.ts";
import { completion } from "./support/responses.ts";
import { serve } from "./support/serve.ts";

const request = { prompt: "Call me" };
const megabyte = 2 ** 20;

/** Responds with a completion of one text, which is compressed to a thousandth of its size. */
function respondCompressed(megabytes: number): RequestListener {
  const [before = "", after = ""] = JSON.stringify(completion).split("one two three");
  const part = Buffer.alloc(megabyte, "x");
  return async (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    const parts = [Buffer.from(before), ...Array<Buffer>(megabytes).fill(part), Buffer.from(after)];
    // The client closes the connection.
    await pipeline(Readable.from(parts), createGzip({ level: 1 }), response).catch(() => {});
  };
}

test("a response over 64 MiB is an error, however small it was when compressed", async () => {
  await using server = await serve(respondCompressed(1024));
  const before = process.memoryUsage().rss;
  const error = await failureOf(clientOf(server).complete(request));
  expect(error).toMatchObject({
    name: "UnexpectedResponseError",
    status: 200,
    message: expect.stringMatching(
      /^200 application\/json, longer than 67108864 bytes, the limit set by the option `maxResponseBytes`: "/,
    ),
  });
  // A sixteenth of the response, plus what was on its way.
  expect(process.memoryUsage().rss - before).toBeLessThan(512 * megabyte);
});

test("the option `maxResponseBytes` counts bytes", async () => {
  await using server = await serve(respondCompressed(2));
  const body = JSON.stringify(completion).length - "one two three".length + 2 * megabyte;
  const complete = (maxResponseBytes: number) => clientOf(server, { maxResponseBytes }).complete(request);
  expect((await complete(body)).choices[0]?.text).toHaveLength(2 * megabyte);
  expect((await complete(Number.POSITIVE_INFINITY)).choices).toHaveLength(1);
  expect(await failureOf(complete(body - 1))).toMatchObject({
    message: expect.stringContaining(`longer than ${body - 1} bytes`),
  });
});
