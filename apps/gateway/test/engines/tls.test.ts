import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { listenOnFreePort } from "@completions-api/testing";
import { afterAll, expect, test } from "vitest";
import { createOpenAIBackend } from "../../src/backends/openai/backend.ts";
import { openai } from "../../src/backends/openai/dialects/openai.ts";
import { type CertificateOptions, TestAuthority } from "../support/certificates.ts";
import { explanationOf } from "../support/explanation.ts";
import { encode } from "../support/scripted-upstream.ts";
import { chunk, collectDeltas, httpErrorOf, requestFor } from "../support/test-engine.ts";

const authority = new TestAuthority();
const another = new TestAuthority();
afterAll(() => {
  authority[Symbol.dispose]();
  another[Symbol.dispose]();
});
const ca = authority.pair.cert;

/** Starts a server over https, on 127.0.0.1. */
async function startServer(options: ServerOptions) {
  const server = createHttpsServer(options, (request, response) => {
    request.resume();
    const body = [chunk("Hello", "stop"), "[DONE]"].map(encode).join("");
    response.writeHead(200, { "content-type": "text/event-stream" }).end(body);
  });
  const { port } = await listenOnFreePort(server);
  return { port, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Returns the failure of a request as the log has it: the error that says what to do, and its code. */
async function failureAt(url: string, options: { readonly ca?: string } = {}) {
  const backend = createOpenAIBackend({ url, dialect: openai, ...options });
  const error = await httpErrorOf(backend.generate(requestFor("Say it"), AbortSignal.timeout(20_000)));
  await backend.close();
  expect(error).toMatchObject({ status: 502, code: "bad_gateway" });
  return explanationOf(error);
}

test.each([
  ["an authority of the deployment", () => ({ ...authority.issue(), trusted: ca })],
  ["one of several authorities", () => ({ ...authority.issue(), trusted: another.pair.cert + ca })],
  ["itself, as a self-signed certificate", () => ({ ...self, trusted: self.cert })],
])("a certificate from %s is trusted", async (_, create) => {
  const { trusted, ...pair } = create();
  await using server = await startServer(pair);
  const url = `https://127.0.0.1:${server.port}/v1`;
  const backend = createOpenAIBackend({ url, dialect: openai, ca: trusted });
  const deltas = await collectDeltas(backend.generate, requestFor("Say it"));
  expect(deltas.map(({ text }) => text).join("")).toBe("Hello");
  await backend.close();
});

const self = authority.issueSelfSigned();

function chain() {
  const { cert, key } = authority.issue();
  return { cert: cert + ca, key };
}

const issued = (options: CertificateOptions) => () => authority.issue(options);

test.each([
  [
    "has expired",
    issued({ years: [2020, 2021] }),
    ca,
    "CERT_HAS_EXPIRED: The certificate of the server, or of its authority, has expired.",
  ],
  [
    "begins later",
    issued({ years: [2098, 2099] }),
    ca,
    "CERT_NOT_YET_VALID: The server's certificate is not valid yet.",
  ],
  [
    "has another name",
    issued({ names: "DNS:a.example" }),
    ca,
    "ERR_TLS_CERT_ALTNAME_INVALID: The server's certificate does not cover the name",
  ],
  [
    "is self-signed",
    () => self,
    undefined,
    "DEPTH_ZERO_SELF_SIGNED_CERT: The server's certificate is self-signed.",
  ],
  [
    "is from an unknown authority",
    issued({}),
    undefined,
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE: The server's certificate is from an authority that is not trusted",
  ],
  [
    "is from another authority",
    issued({}),
    another.pair.cert,
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE: The server's certificate is from an authority that is not trusted",
  ],
  [
    "is sent with that of an unknown authority",
    chain,
    undefined,
    "SELF_SIGNED_CERT_IN_CHAIN: The server's certificate is from an authority that is not trusted",
  ],
])("a certificate that %s is reported", async (_, create, trusted, expected) => {
  await using server = await startServer(create());
  const options = trusted === undefined ? {} : { ca: trusted };
  expect(await failureAt(`https://127.0.0.1:${server.port}/v1`, options)).toContain(expected);
});

test("https to a server that speaks http is reported", async () => {
  await using server = createHttpServer((_, response) => response.end());
  const { port } = await listenOnFreePort(server);
  expect(await failureAt(`https://127.0.0.1:${port}/v1`)).toBe(
    "ERR_SSL_WRONG_VERSION_NUMBER: The server does not speak TLS. If it speaks http, the URL must begin with http://.",
  );
});

test("http to a server that speaks https is reported", async () => {
  await using server = await startServer(authority.issue());
  expect(await failureAt(`http://127.0.0.1:${server.port}/v1`)).toBe(
    "UND_ERR_SOCKET: The server closed the connection without a response. If it speaks https, the URL must begin with https://.",
  );
});

test("a server that closes connections during the handshake is reported", async () => {
  await using server = createTcpServer((socket) => socket.on("error", () => {}).destroy());
  const { port } = await listenOnFreePort(server);
  expect(await failureAt(`https://127.0.0.1:${port}/v1`)).toMatch(
    /^ECONNRESET: The server closed the connection during the TLS/,
  );
});

test("a server with outdated TLS is reported", async () => {
  const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
  await using server = await startServer({ ...authority.issue(), ...old });
  expect(await failureAt(`https://127.0.0.1:${server.port}/v1`)).toMatch(
    /: The server refused the TLS connection\./,
  );
});

test("a server that does not exist is reported", async () => {
  expect(await failureAt("http://no-such-host.invalid/v1")).toMatch(
    /^(ENOTFOUND: The name of the server does not exist|EAI_AGAIN)/,
  );
});
