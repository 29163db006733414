import { fileURLToPath } from "node:url";
import { faceNames } from "@completions-api/contract";
import { startMock } from "@completions-api/mock";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { token } from "./own-servers.ts";
import { bench, resolvePeer, startPeer } from "./start-peer.ts";
import type { CompatTarget } from "./target.ts";

/** Prism's command, with the bundled spec of each face. */
export const prism: readonly CompatTarget[] = faceNames.map((face) => ({
  id: `prism-${face}`,
  name: "Prism",
  face,
  issues: "https://github.com/stoplightio/prism/issues",
  async start() {
    const document = resolvePeer(`@completions-api/spec/${face === "openai" ? "openai" : "openapi"}.json`);
    const cli = resolvePeer("@stoplight/prism-cli");
    const server = await startPeer({
      packageName: "@stoplight/prism-cli",
      args: (port) => [cli, "mock", "--port", String(port), document],
    });
    return { ...server, url: face === "openai" ? `${server.url}/v1` : server.url, token };
  },
}));

const example = JSON.stringify(spec.components.examples["sample-response"].value);

/** Returns a mock that answers with the example of the spec, as the benches start it. */
function exampleMock(name: string, packageName: string, program: string, issues: string): CompatTarget {
  const file = fileURLToPath(new URL(`src/mock/${program}`, bench));
  return {
    ...{ id: name, name, face: "completions", issues },
    async start() {
      const server = await startPeer({ packageName, args: (port) => [file, String(port), example] });
      return { ...server, token };
    },
  };
}

export const openapiBackend: CompatTarget = exampleMock(
  "openapi-backend",
  "openapi-backend",
  "openapi-backend.js",
  "https://github.com/openapistack/openapi-backend/issues",
);

export const mockLLM: CompatTarget = exampleMock(
  "mock-llm",
  "@dwmkerr/mock-llm",
  "mock-llm.js",
  "https://github.com/dwmkerr/mock-llm/issues",
);

/** Portkey's gateway before our mock. */
export const portkey: CompatTarget = {
  id: "portkey",
  name: "Portkey before our mock",
  face: "openai",
  issues: "https://github.com/Portkey-AI/gateway/issues",
  async start() {
    await using stack = new AsyncDisposableStack();
    const mock = await startMock({ port: 0 });
    stack.defer(() => mock.close());
    const cli = resolvePeer("@portkey-ai/gateway/build/start-server.js");
    const server = stack.use(
      await startPeer({
        packageName: "@portkey-ai/gateway",
        args: (port) => [cli, `--port=${port}`, "--headless"],
      }),
    );
    const owned = stack.move();
    return {
      url: `${server.url}/v1`,
      version: server.version,
      token,
      // By default it asks for a model of OpenAI.
      model: "moby-dick",
      headers: { "x-portkey-provider": "openai", "x-portkey-custom-host": `${mock.url}/v1` },
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  },
};
