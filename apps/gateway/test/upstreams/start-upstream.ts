import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { createEmbeddedEngine, type Engine } from "@completions-api/engine";
import { HttpError } from "@completions-api/protocol";
import { parse } from "yaml";
import type { EngineName, EngineServer, RequestBody } from "./engine-server.ts";
import { llamaCpp } from "./llama.cpp/server.ts";
import { ollama } from "./ollama/server.ts";
import { openai } from "./openai/server.ts";
import { createInspector, type EngineDocument, type Inspector } from "./prism.ts";
import { ResponseWriter } from "./response-writer.ts";
import { sglang } from "./sglang/server.ts";
import { readShapes } from "./shapes.ts";
import { tgi } from "./tgi/server.ts";
import { vllm } from "./vllm/server.ts";

const servers: Readonly<Record<EngineName, EngineServer>> = {
  vllm,
  sglang,
  "llama.cpp": llamaCpp,
  ollama,
  tgi,
  openai,
};

/** They are the same for every fixture of an engine, and take a while. */
const inspectors: Partial<Record<EngineName, Promise<Inspector>>> = {};

function readInspector(file: URL): Promise<Inspector> {
  // It is ours; what is read of it, the inspector finds missing at once.
  const document: EngineDocument = parse(readFileSync(file, "utf8"));
  return createInspector(document);
}

/** What a fixture of an engine is to be like. */
export interface UpstreamOptions {
  /** How it does what it does in its own way; by default as the engine is when it is started without options. */
  readonly server?: EngineServer;
  /** What generates its texts; by default the embedded engine. Where that throws, it fails as the engine fails. */
  readonly model?: Engine;
  /** The API key that it wants. */
  readonly key?: string;
}

/** A fixture of an engine that runs. Disposing of it throws where the wire broke its OpenAPI document. */
export interface Upstream extends AsyncDisposable {
  /** Its base URL, as OpenAI's clients take it. */
  readonly url: string;
  /** The bodies that it was sent. */
  readonly bodies: readonly unknown[];
  /** Has it answer the next request with one of its recorded errors. */
  failNext(shape: string): void;
  /** What broke its OpenAPI document since it was last asked. */
  takeViolations(): string[];
}

/** The name that every engine here has its model by. */
export const upstreamModel = "whale-1b";

/** Starts a server that speaks as an engine does. What generates the texts is the embedded engine. */
export async function startUpstream(name: EngineName, options: UpstreamOptions = {}): Promise<Upstream> {
  const { server = servers[name], model = await createEmbeddedEngine(), key } = options;
  const folder = new URL(`./${name}/`, import.meta.url);
  inspectors[name] ??= readInspector(new URL("openapi.yaml", folder));
  const inspector = await inspectors[name];
  const errors = readShapes(new URL("errors.jsonl", folder));
  const shapes = new Map([
    ...readShapes(new URL("completion.jsonl", folder)),
    ...readShapes(new URL("stream.jsonl", folder)),
  ]);
  const bodies: unknown[] = [];
  const violations: string[] = [];
  let nextFailure: string | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const clientGone = new AbortController();
    response.once("close", () => clientGone.abort());
    const sent: unknown = await json(request);
    bodies.push(sent);
    const problems = inspector.checkRequest(sent);
    violations.push(...problems.map(({ message }) => `The request: ${message}`));
    // The document allows it, or the answer is a refusal.
    const body = sent as RequestBody;
    const writer = new ResponseWriter({ response, body, inspector, shapes, errors, server, violations });

    const failure = nextFailure;
    nextFailure = undefined;
    if (failure !== undefined) return writer.refuse(failure);
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
      return writer.refuse("unauthorized");
    }
    if (request.method !== "POST" || request.url !== "/v1/completions") {
      violations.push(`The request: ${request.method} ${request.url} is not there`);
    }
    if (problems.length > 0) {
      const isType = problems.every(({ keyword }) => keyword === "type");
      return writer.refuse(isType && errors.has("wrong-type") ? "wrong-type" : "invalid");
    }
    if (body.model !== upstreamModel && errors.has("unknown-model")) return writer.refuse("unknown-model");

    const wanted = server.read(body);
    const deltas = server.generate ?? ((model, request, signal) => model.generate(request, signal));
    try {
      await writer.write(deltas(model, wanted, clientGone.signal), wanted.prompts.length);
    } catch (thrown) {
      if (clientGone.signal.aborted) return;
      const isTooLong = thrown instanceof HttpError && thrown.code === "context_length_exceeded";
      writer.fail(isTooLong ? "context-length" : "failure");
    }
  }

  const http = createServer((request, response) => {
    answer(request, response).catch((error) => {
      violations.push(`The fixture failed: ${error}`);
      response.destroy();
    });
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    bodies,
    failNext(shape) {
      if (!errors.has(shape)) throw new Error(`There is no error ${shape} of ${name}.`);
      nextFailure = shape;
    },
    takeViolations: () => violations.splice(0),
    [Symbol.asyncDispose]: async () => {
      http.closeAllConnections();
      await http[Symbol.asyncDispose]();
      if (violations.length > 0) throw new Error(`On the wire of ${name}: ${violations.join("\n")}`);
    },
  };
}
