import { type Mock, startMock } from "@completions-api/mock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Recorder } from "../../src/http/recorder.ts";
import { sendRequest } from "../../src/http/send.ts";
import type { RecordedExchange } from "../../src/index.ts";
import { findCompressedStreams } from "../../src/warnings/compressed-streams.ts";
import { findHeldBackStreams } from "../../src/warnings/held-back-streams.ts";
import { missingNginx, startNginx } from "../support/start-nginx.ts";

let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
  mock.latency({ itl: 10 });
});

afterAll(() => mock.close());

/** Asks for short and long completions, streamed or not, as the cases of a run do. */
async function exchangesWith(url: string): Promise<readonly RecordedExchange[]> {
  const token = "abcde12345";
  const recorder = new Recorder(token);
  const target = {
    baseUrl: url,
    face: "completions",
    token,
    recorder,
    signal: AbortSignal.timeout(20_000),
  } as const;
  const body = { prompt: "The whale", seed: 7 };
  const bodies = [1, 2, 3].flatMap((count) => [
    { ...body, max_tokens: count },
    { ...body, max_tokens: 30 + count },
    { ...body, max_tokens: 12 * count, stream: true },
  ]);
  await Promise.all(bodies.map(async (body) => (await sendRequest(target, { body })).text()));
  return recorder.exchanges;
}

test("streams that arrive as they are generated", async () => {
  expect(findHeldBackStreams(await exchangesWith(mock.url))).toEqual([]);
});

test.skipIf(missingNginx)(
  `streams that nginx buffers, unless told not to. ${missingNginx ?? ""}`,
  async () => {
    await using buffering = await startNginx(mock.url, "proxy_ignore_headers X-Accel-Buffering;");
    await using obedient = await startNginx(mock.url);
    expect(findHeldBackStreams(await exchangesWith(buffering.url))).toEqual([
      {
        id: "held-back-streams",
        message: expect.stringMatching(
          /^Events arrived many at once in 3 of 3 streams: \d+ events (together|at \d times within \d+ ms) in the longest one, although a token takes about \d+ ms\. The server, or the proxy nginx\/[\d.]+, holds events back\. /,
        ),
      },
    ]);
    expect(findHeldBackStreams(await exchangesWith(obedient.url))).toEqual([]);
  },
);

test.skipIf(missingNginx)(`streams that nginx compresses. ${missingNginx ?? ""}`, async () => {
  await using nginx = await startNginx(mock.url, "gzip on; gzip_types text/event-stream; gzip_min_length 1;");
  expect(findCompressedStreams(await exchangesWith(nginx.url))).toEqual([
    { id: "compressed-streams", message: expect.stringMatching(/^3 of 3 streams are compressed/) },
  ]);
});

test("streams that are faster than other responses, which wait for each other", async () => {
  const exchanges = await exchangesWith(mock.url);
  const slower = exchanges.map((exchange) => {
    const isStreamed = exchange.request.body?.includes('"stream":true');
    return isStreamed ? exchange : { ...exchange, durationMs: exchange.durationMs * 10 };
  });
  expect(findHeldBackStreams(slower)).toEqual([]);
});
