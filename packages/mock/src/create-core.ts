import { createEmbeddedEngine, type Engine } from "@completions-api/engine";
import { findRoute, isForOpenAI } from "@completions-api/http/routing";
import { encodeEvent, type HttpError, toHttpError } from "@completions-api/protocol";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { checkResponse } from "./check-response.ts";
import { controlRoutes } from "./control/control-routes.ts";
import { createAzureFace } from "./faces/azure.ts";
import type { Face } from "./faces/face.ts";
import { Disconnect } from "./faults.ts";
import { handleOperation } from "./handle-operation.ts";
import type { MockRequest } from "./mock-request.ts";
import { type OutgoingResponse, toFixedResponse } from "./mock-response.ts";
import type { Referee } from "./referee.ts";
import type { JournalOptions } from "./sessions/journal.ts";
import type { JournalEntry } from "./sessions/journal-entry.ts";
import type { Session } from "./sessions/session.ts";
import { readSession, SessionStore } from "./sessions/session-store.ts";

/** Options of {@link createCore}. */
export interface CoreOptions extends JournalOptions {
  /**
   * The deployments that a request may name in the `azureml-model-deployment` header or, under `/v1/`, in `model`, which may
   * also name the engine's model. Any other name gets a 404. All deployments share one engine. By default the spec's
   * example of that header.
   */
  readonly deployments?: readonly string[];
  /** The engine that completes prompts. By default the embedded engine. */
  readonly engine?: Engine;
  /** An integer. The jitter of a request's waits depends on it and on the request's body. By default 0. */
  readonly seed?: number;
}

/** The mock without a socket. */
export interface MockCore {
  readonly sessions: SessionStore;
  /** Finds the face that a request is for. */
  findFace(target: string | undefined): Face | Promise<Face>;
  /** Handles a request. The promise rejects only if the client has disconnected, or with `Disconnect`. */
  handle(request: MockRequest): Promise<OutgoingResponse>;
}

// Those of both faces, because a client may have the base URL of the other one.
const knownPaths = ["/completions", "/v1/completions", "/v1/models", "/v1/models/{model}"];

const exampleDeployment = spec.components.parameters.Deployment.example;

/** Creates the mock's core, which both the server and `fetch` use. It needs no `node:` module. */
export async function createCore(options: CoreOptions = {}, referee?: Referee): Promise<MockCore> {
  const { seed = 0, deployments = [exampleDeployment] } = options;
  let engine: Promise<Engine> | undefined;
  const loadEngine = () => {
    engine ??= options.engine ? Promise.resolve(options.engine) : createEmbeddedEngine();
    return engine;
  };
  const faceOptions = {
    loadEngine,
    deployments: new Set(deployments),
    started: Math.floor(Date.now() / 1000),
  };
  const azure = await createAzureFace(faceOptions);
  let openAI: Promise<Face> | undefined;
  const loadOpenAI = () => {
    openAI ??= import("./faces/openai.ts").then(({ createOpenAIFace }) => createOpenAIFace(faceOptions));
    return openAI;
  };
  const findFace = (target: string | undefined) => (isForOpenAI({ url: target }) ? loadOpenAI() : azure);
  const sessions = new SessionStore(options);

  async function handle(received: MockRequest): Promise<OutgoingResponse> {
    const { id, url } = readSession(received);
    const request = { ...received, url };
    const session = sessions.find(id);
    const path = url.pathname;
    const face = await findFace(path);
    if (path.startsWith("/__mock/")) return control(session, request, face);
    const entry = session.journal.add(request, face.name);
    try {
      const { handler: operation, parameter } = findRoute(face.routes, path, request.method, knownPaths);
      const outgoing = await handleOperation(request, {
        face,
        operation,
        parameter,
        session,
        entry,
        loadEngine,
        defaultModel: deployments[0] ?? exampleDeployment,
        referee,
        seed,
      });
      return record(outgoing, { request, face, entry });
    } catch (thrown) {
      if (thrown instanceof Disconnect || request.clientGone.aborted) {
        if (request.clientGone.aborted) entry.leave();
        else entry.end();
        throw thrown;
      }
      const error = checkError(toHttpError(thrown), face);
      entry.fail(error);
      return record(renderError(error, face), { request, face, entry });
    }
  }

  return { sessions, findFace, handle };
}

function control(session: Session, request: MockRequest, face: Face): OutgoingResponse {
  try {
    return findRoute(controlRoutes, request.url.pathname, request.method).handler(session, request);
  } catch (thrown) {
    return renderError(checkError(toHttpError(thrown), face), face);
  }
}

/** A request that is being answered. */
interface Exchange {
  readonly request: MockRequest;
  readonly face: Face;
  readonly entry: JournalEntry;
}

/** Records a response in the journal while it is sent. */
function record(outgoing: OutgoingResponse, exchange: Exchange): OutgoingResponse {
  const { request, entry } = exchange;
  entry.begin(outgoing);
  if ("events" in outgoing) {
    request.clientGone.addEventListener("abort", () => entry.leave(), { once: true });
    return { ...outgoing, events: recordEvents(outgoing.events, exchange) };
  }
  if (request.method !== "HEAD") entry.write(outgoing.body);
  entry.end();
  return outgoing;
}

/** Passes on the events of a stream, and records them. A failure becomes the last event. */
async function* recordEvents(
  events: AsyncIterable<string>,
  { request, face, entry }: Exchange,
): AsyncGenerator<string, void, void> {
  try {
    for await (const event of events) {
      entry.write(event);
      yield event;
    }
  } catch (thrown) {
    if (thrown instanceof Disconnect || request.clientGone.aborted) throw thrown;
    const error = checkError(toHttpError(thrown), face);
    reportFailure(error);
    const event = encodeEvent(face.errorFormat.toEvent(error));
    entry.fail(error);
    entry.write(event);
    yield event;
  } finally {
    entry.end();
  }
}

function renderError(error: HttpError, { errorFormat }: Face): OutgoingResponse {
  reportFailure(error);
  const { status, headers, body } = errorFormat.toResponse(error);
  return { status, headers, body };
}

/** Returns the error if it matches the spec, otherwise a 500 whose cause says why it does not. */
function checkError(error: HttpError, face: Face): HttpError {
  try {
    checkResponse(toFixedResponse(error, face.errorFormat), face);
    return error;
  } catch (violation) {
    return toHttpError(violation);
  }
}

function reportFailure({ status, cause }: HttpError): void {
  if (status >= 500 && cause !== undefined) console.error("completions-mock:", cause);
}
