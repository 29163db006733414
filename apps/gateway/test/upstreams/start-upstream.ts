import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { createEmbeddedEngine, type Engine } from "@completions-api/engine";
import { HttpError } from "@completions-api/protocol";
import { startServer } from "@completions-api/testing";
import type { ErrorCode } from "@completions-api/types";
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

/** Cached, because they are slow to create and the same for all fixtures of an engine. */
const inspectors: Partial<Record<EngineName, Promise<Inspector>>> = {};

/** Reads the OpenAPI document of an engine. */
export function readInspector(name: EngineName): Promise<Inspector> {
  inspectors[name] ??= createInspectorOf(new URL(`${name}/openapi.yaml`, import.meta.url));
  return inspectors[name];
}

function createInspectorOf(file: URL): Promise<Inspector> {
  // The document is ours. If a part is missing, the inspector fails at once.
  const document: EngineDocument = parse(readFileSync(file, "utf8"));
  return createInspector(document);
}

/** Options of a fixture. */
export interface UpstreamOptions {
  /** The peculiarities; by default those of the engine without options. */
  readonly server?: EngineServer;
  /** Generates the texts; by default the embedded engine. If it throws, the fixture fails like the real engine. */
  readonly model?: Engine;
  /** The API key that it requires. */
  readonly key?: string;
}

/** A running fixture of an engine. Disposing of it throws if requests or responses violated its OpenAPI document. */
export interface Upstream extends AsyncDisposable {
  /** The base URL for OpenAI's clients. */
  readonly url: string;
  /** The bodies of all requests. */
  readonly bodies: readonly unknown[];
  /** Makes it respond to the next request with one of its recorded errors. */
  failNext(shape: string): void;
  /** Returns the violations of its OpenAPI document since the last call. */
  takeViolations(): string[];
}

/** The name of the model of every fixture. */
export const upstreamModel = "whale-1b";

/** The engine's errors for what the model refuses. */
const refusals: Partial<Record<ErrorCode, string>> = {
  context_length_exceeded: "context-length",
  invalid_parameter: "outside-vocabulary",
};

/** Starts a server with the API of an engine. */
export async function startUpstream(name: EngineName, options: UpstreamOptions = {}): Promise<Upstream> {
  const { server = servers[name], model = await createEmbeddedEngine(), key } = options;
  const inspector = await readInspector(name);
  const shapes = readShapes(name);
  const { errors } = shapes;
  const bodies: unknown[] = [];
  const violations: string[] = [];
  let nextFailure: string | undefined;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const clientGone = new AbortController();
    response.once("close", () => clientGone.abort());
    const sent: unknown = await json(request);
    bodies.push(sent);
    const problems = inspector.checkRequest(sent);
    violations.push(...problems.map(({ message }) => `The request: ${message}`));
    // The document allows it, or the response is a refusal.
    const body = sent as RequestBody;
    const writer = new ResponseWriter({ response, body, inspector, shapes, server, violations });

    const failure = nextFailure;
    nextFailure = undefined;
    if (failure !== undefined) return writer.refuse(failure);
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
      return writer.refuse("unauthorized");
    }
    if (request.method !== "POST" || request.url !== "/v1/completions") {
      violations.push(`The request: there is no ${request.method} ${request.url}`);
    }
    if (problems.length > 0) {
      const isType = problems.every(({ keyword }) => keyword === "type");
      return writer.refuse(isType && errors.has("wrong-type") ? "wrong-type" : "invalid");
    }
    if (body.model !== upstreamModel && errors.has("unknown-model")) return writer.refuse("unknown-model");

    const generation = server.read(body);
    const deltas = server.generate ?? ((model, request, signal) => model.generate(request, signal));
    try {
      await writer.write(deltas(model, generation, clientGone.signal), generation);
    } catch (thrown) {
      if (clientGone.signal.aborted) return;
      const error = (thrown instanceof HttpError && refusals[thrown.code]) || "failure";
      writer.fail(errors.has(error) ? error : "failure");
    }
  }

  const http = createServer((request, response) => {
    respond(request, response).catch((error) => {
      violations.push(`The fixture failed: ${error}`);
      response.destroy();
    });
  });
  const running = await startServer(http);
  return {
    url: `${running.url}/v1`,
    bodies,
    failNext(shape) {
      if (!errors.has(shape)) throw new Error(`There is no error ${shape} of ${name}.`);
      nextFailure = shape;
    },
    takeViolations: () => violations.splice(0),
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      if (violations.length > 0)
        throw new Error(`Violations of the document of ${name}: ${violations.join("\n")}`);
    },
  };
}
