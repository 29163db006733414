import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { inspect, promisify } from "node:util";
import zlib from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BodyDecoder } from "../../src/backends/openai/connections/body-decoder.ts";
import { encode, type Script } from "../support/scripted-upstream.ts";
import {
  chunk,
  collectDeltas,
  httpErrorOf,
  requestFor,
  startEngine,
  usageChunk,
  usageOf,
} from "../support/test-engine.ts";

const streams = {
  gzip: () => zlib.createGzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  "x-gzip": () => zlib.createGzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  deflate: () => zlib.createDeflate({ flush: zlib.constants.Z_SYNC_FLUSH }),
  "Deflate (without a header)": () => zlib.createDeflateRaw({ flush: zlib.constants.Z_SYNC_FLUSH }),
  br: () => zlib.createBrotliCompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => zlib.createZstdCompress({ flush: zlib.constants.ZSTD_e_flush }),
};
const codings = Object.entries(streams).map(([name, create]) => ({
  name,
  header: name.split(" ")[0] ?? "",
  create,
}));

const fast = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } };

const compress = {
  gzip: promisify(zlib.gzip),
  br: async (body: string | Buffer) => zlib.brotliCompressSync(body, fast),
  zstd: promisify(zlib.zstdCompress),
  deflate: promisify(zlib.deflate),
};

const streamHead = { "content-type": "text/event-stream" };
const whole =
  encode(chunk("Hello")) + encode(chunk("", "stop")) + encode(usageChunk(3, 2)) + encode("[DONE]");

/** Sends a body and these headers. */
function send(body: Uint8Array, headers: Record<string, string | string[]>, status = 200): Script {
  return (response) => void response.writeHead(status, { ...streamHead, ...headers }).end(body);
}

describe("a server that compresses without being asked", () => {
  test("is asked not to", async () => {
    await using engine = await startEngine(send(Buffer.from(whole), {}));
    await collectDeltas(engine.generate, requestFor("Say it"));
    expect(engine.upstream.requests[0]?.headers["accept-encoding"]).toBe("identity");
  });

  test.each(codings)("$name: each event arrives before the next one is sent", async ({ header, create }) => {
    let arrived = Promise.withResolvers<void>();
    await using engine = await startEngine(async (response) => {
      response.writeHead(200, { ...streamHead, "content-encoding": header });
      const encoder = create();
      encoder.pipe(response);
      for (const event of [chunk("one "), chunk("two "), chunk("three")]) {
        encoder.write(encode(event));
        await arrived.promise;
        arrived = Promise.withResolvers();
      }
      encoder.end(encode(chunk("", "stop")) + encode(usageChunk(3, 2)) + encode("[DONE]"));
    });
    const { deltas } = await engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000));
    let text = "";
    for await (const batch of deltas) {
      for (const delta of batch) text += delta.text;
      arrived.resolve();
    }
    expect(text).toBe("one two three");
  });

  test("zstd: a body that declares a window of more than 8 MiB is a 502", async () => {
    const bodyOf = (windowLog: number) => {
      const encoder = zlib.createZstdCompress({ params: { [zlib.constants.ZSTD_c_windowLog]: windowLog } });
      // Without its length, the window is in the head of the frame.
      encoder.write(whole);
      return buffer(encoder.end());
    };
    const head = { "content-encoding": "zstd" };
    await using modest = await startEngine(send(await bodyOf(23), head));
    expect((await collectDeltas(modest.generate, requestFor("Say it"))).length).toBeGreaterThan(0);
    await using greedy = await startEngine(send(await bodyOf(27), head));
    expect(await httpErrorOf(collectDeltas(greedy.generate, requestFor("Say it")))).toMatchObject({
      status: 502,
    });
  });

  test.each(Object.keys(compress) as (keyof typeof compress)[])("%s: a whole completion", async (coding) => {
    const body = JSON.stringify({ ...chunk("Hello", "stop"), usage: usageOf(3, 2) });
    const headers = { "content-type": "application/json", "content-encoding": coding.toUpperCase() };
    await using engine = await startEngine(send(await compress[coding](body), headers));
    const deltas = await collectDeltas(engine.generate, requestFor("Say it", { stream: false }));
    expect(deltas.map(({ text }) => text).join("")).toBe("Hello");
  });

  test.each([
    ["gzip, br", async () => compress.br(await compress.gzip(whole))],
    [["gzip", "zstd"], async () => compress.zstd(await compress.gzip(whole))],
    ["identity", async () => Buffer.from(whole)],
    ["none", async () => Buffer.from(whole)],
    ["UTF-8", async () => Buffer.from(whole)],
    ["gzip, none", async () => compress.gzip(whole)],
    ["", async () => Buffer.from(whole)],
  ])("several codings, or none: %j", async (coding, encodeBody) => {
    await using engine = await startEngine(send(await encodeBody(), { "content-encoding": coding }));
    expect(await collectDeltas(engine.generate, requestFor("Say it"))).toHaveLength(2);
  });

  test("an error is decoded as well, and its status counts if it cannot be", async () => {
    const error = await compress.gzip(JSON.stringify({ error: { code: "context_length_exceeded" } }));
    await using refusing = await startEngine(send(error, { "content-encoding": "gzip" }, 400));
    expect((await httpErrorOf(collectDeltas(refusing.generate, requestFor("x")))).code).toBe(
      "context_length_exceeded",
    );
    for (const coding of ["gzip", "compress"]) {
      const headers = { "content-encoding": coding, "retry-after": "7" };
      await using limiting = await startEngine(send(Buffer.from("{}"), headers, 429));
      const limited = await httpErrorOf(collectDeltas(limiting.generate, requestFor("x")));
      expect(limited).toMatchObject({ status: 429, headers: { "retry-after": "7" } });
    }
  });

  test.each([
    ["compress", "a body in the unknown content coding compress."],
    [Array(5).fill("gzip").join(), "a body in 5 content codings."],
    ["gzip, x-secret-ŋ", "a body in the unknown content coding."],
  ])("a coding that cannot be decoded, %s, is a 502 whose log line says why", async (coding, what) => {
    const header = Buffer.from(coding).toString("latin1");
    await using engine = await startEngine(send(Buffer.from(whole), { "content-encoding": header }));
    const error = await httpErrorOf(collectDeltas(engine.generate, requestFor("x")));
    expect(error).toMatchObject({ status: 502, code: "bad_gateway" });
    expect(String(error.cause)).toBe(`Error: The model's server sent ${what}`);
  });

  test.each(Object.keys(compress) as (keyof typeof compress)[])(
    "%s: a broken archive is a 502",
    async (coding) => {
      const body = await compress[coding](encode(chunk("a secret")) + whole);
      const bodies = [
        Buffer.from(whole),
        randomBytes(500),
        body.subarray(0, 30),
        body.subarray(0, 3),
        Buffer.concat([body.subarray(0, 40), randomBytes(50)]),
      ];
      for (const broken of bodies) {
        await using engine = await startEngine(send(broken, { "content-encoding": coding }));
        const error = await httpErrorOf(collectDeltas(engine.generate, requestFor("x")));
        expect(error).toMatchObject({ status: 502, code: "bad_gateway" });
        expect(inspect(error.cause)).toMatch(
          new RegExp(`content coding ${coding} that is broken|ended before|not UTF-8`),
        );
        expect(inspect(error, { depth: 9 })).not.toContain("secret");
      }
    },
  );

  test("an empty body is a 502", async () => {
    await using engine = await startEngine(send(Buffer.alloc(0), { "content-encoding": "gzip" }));
    expect((await httpErrorOf(collectDeltas(engine.generate, requestFor("x")))).status).toBe(502);
  });
});

describe("a body that expands to a lot", () => {
  const expanded = Buffer.alloc(2 ** 27, "x");
  expanded.write('{"choices":"');

  test.each(["gzip", "br", "zstd"] as const)("%s: is read no further than its limit", async (coding) => {
    const bomb = await compress[coding](expanded);
    const headers = { "content-type": "application/json", "content-encoding": coding };
    await using engine = await startEngine(send(bomb, headers));
    const error = await httpErrorOf(
      collectDeltas(engine.generate, requestFor("x", { stream: false, maxTokens: 100_000 })),
    );
    expect(String(error.cause)).toMatch(/more than 67108864 bytes|expands more than 1000 times/);
  });

  test("is no longer decoded if it is nothing but comments", async () => {
    const bomb = await compress.zstd(Buffer.alloc(2 ** 27, `:${"x".repeat(126)}\n`));
    await using engine = await startEngine(send(bomb, { "content-encoding": "zstd" }));
    const error = await httpErrorOf(collectDeltas(engine.generate, requestFor("x", { maxTokens: 100_000 })));
    expect(String(error.cause)).toContain("content coding zstd that expands more than 1000 times");
  });

  test("is decoded no faster than its deltas are consumed", async () => {
    const events = 300;
    const text = "x".repeat(100_000);
    let written = 0;
    await using engine = await startEngine(async (response) => {
      response.writeHead(200, { ...streamHead, "content-encoding": "gzip" });
      // Hardly compressed, so that the server notices that it has to wait.
      const encoder = zlib.createGzip({ level: 0 });
      encoder.pipe(response);
      for (; written < events; written += 1) {
        if (!encoder.write(encode(chunk(text)))) await once(encoder, "drain");
      }
      encoder.end(encode(chunk("", "stop")) + encode(usageChunk(3, 2)));
    });
    const { deltas } = await engine.generate(
      requestFor("Say it", { maxTokens: 100_000 }),
      AbortSignal.timeout(50_000),
    );
    let seen = -1;
    for (let turns = 0; turns < 30; turns += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (seen !== written) turns = 0;
      seen = written;
    }
    expect(seen).toBeLessThan(events);
    let length = 0;
    for await (const batch of deltas) for (const delta of batch) length += delta.text.length;
    expect(length).toBe(events * text.length);
  });
});

/** Decodes a body that arrives in these parts. */
async function decode(header: string, parts: readonly Uint8Array[]): Promise<string> {
  const decoded: Uint8Array[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const decoder = new BodyDecoder(header, {
    onData: (bytes) => decoded.push(bytes),
    onDrain() {},
    onEnd: resolve,
    onFailure: reject,
  });
  for (const part of parts) decoder.write(part);
  decoder.end();
  await promise;
  return Buffer.concat(decoded).toString();
}

test("a body is the same however its bytes arrive", async () => {
  const header = fc.array(fc.constantFrom(...(["gzip", "br", "zstd", "deflate"] as const)), { maxLength: 3 });
  const cuts = fc.array(fc.nat(300), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      header,
      fc.string({ unit: "grapheme", maxLength: 300 }),
      cuts,
      async (list, text, at) => {
        let body: Uint8Array = Buffer.from(text);
        for (const coding of list) body = await compress[coding](Buffer.from(body));
        const edges = [0, ...at.map((cut) => Math.min(cut, body.length)).sort((a, b) => a - b), body.length];
        const parts = edges.slice(1).map((edge, index) => body.subarray(edges[index], edge));
        expect(await decode(list.join(", "), parts)).toBe(text);
      },
    ),
    { numRuns: 60 },
  );
});
