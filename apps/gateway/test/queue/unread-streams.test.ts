import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { test, vi } from "vitest";
import { encode, type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { beginStream, chunk, healthy } from "../support/upstream-scripts.ts";
import { completions, type GatewayOfCallers, startGatewayOfCallers } from "./gateway-of-callers.ts";

/** Filling all buffers takes seconds on a busy machine. */
const patience = { timeout: 20_000 };

const event = encode(chunk("word ".repeat(10_000)));

/** Generates for as long as somebody reads. */
const endless: Script = async (response, { abandoned }) => {
  beginStream(response, chunk("one "));
  const closed = abandoned.then(() => true);
  const drained = () => once(response, "drain").then(() => false);
  while (response.write(event) || !(await Promise.race([drained(), closed])));
};

/** Answers the prompt "Go on" without an end. */
const script: Script = (response, request, index) =>
  (request.body.prompt === "Go on" ? endless : healthy)(response, request, index);

/** Sends a request for a stream, and never reads the response. */
async function stall({ url, keys }: GatewayOfCallers, prompt: string | readonly string[]): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const body = JSON.stringify({ prompt, max_tokens: 1_000_000, stream: true });
  const socket = connect({ host: hostname, port: Number(port) }).pause();
  await once(socket, "connect");
  const head = [
    `POST ${completions} HTTP/1.1`,
    "host: gateway",
    `authorization: Bearer ${keys.stalled}`,
    "content-type: application/json",
    `content-length: ${body.length}`,
  ];
  socket.on("error", () => {}).write(`${head.join("\r\n")}\r\n\r\n${body}`);
  return socket;
}

/** The limits that end a stream that nobody reads: its own, and that of any generation. */
const limits = {
  whole: [{ timeouts: { whole: 3000 } }, {}],
  "stream.readTimeout": [{}, { stream: { readTimeout: 3000 } }],
} as const;

// At the same time, because they mostly wait for the limit.
test.concurrent.for<[string, keyof typeof limits, string | readonly string[], string, number]>([
  ["a prompt", "whole", "Go on", "vllm", 8],
  ["several prompts that are asked one by one", "whole", ["Go on", "Go on"], "llama.cpp", 2],
  ["a prompt", "stream.readTimeout", "Go on", "vllm", 8],
])(
  "streams of %s that nobody reads hold their slots no longer than `%s`",
  async ([_, limit, prompt, engine, concurrency], { expect }) => {
    await using upstream = await ScriptedUpstream.start(script);
    const [ofDeployment, others] = limits[limit];
    const deployment = { engine, urls: [upstream.url], model: "m", concurrency, ...ofDeployment };
    await using gateway = await startGatewayOfCallers({ stalled: {}, other: {} }, deployment, others);
    const sockets = await Promise.all(Array.from({ length: concurrency }, () => stall(gateway, prompt)));
    const parts = concurrency * [prompt].flat().length;
    await vi.waitFor(() => expect(upstream.requests).toHaveLength(parts), patience);
    const sentAt = performance.now();
    const response = await gateway.askAs("other", { prompt: "Say it", stream: true });
    expect(await response.text()).toContain("[DONE]");
    // With the default of `stream.readTimeout` it would take twenty seconds.
    expect(performance.now() - sentAt).toBeLessThan(18_000);
    await Promise.all(upstream.requests.slice(0, parts).map(({ abandoned }) => abandoned));
    await vi.waitFor(async () => expect(await gateway.read("deployment_in_flight")).toBe(0), patience);
    expect(await gateway.read("upstream_in_flight")).toBe(0);
    for (const socket of sockets) socket.destroy();
  },
);
