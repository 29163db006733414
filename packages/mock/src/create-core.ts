import { createEmbeddedEngine, type Engine } from "@completions-api/engine";
import { findRoute, isForOpenAI } from "@completions-api/http/routing";
import type { HttpError } from "@completions-api/protocol";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import type { ControlRequest } from "./control/control-handler.ts";
import { controlRoutes, isControlPath } from "./control/control-routes.ts";
import { createCompletionsFace } from "./faces/completions.ts";
import type { Face } from "./faces/face.ts";
import { handleOperation } from "./handle-operation.ts";
import type { MockRequest } from "./mock-request.ts";
import type { OutgoingResponse } from "./mock-response.ts";
import type { ReplayOptions } from "./recording/load-replayer.ts";
import type { PassOn } from "./recording/pass-on.ts";
import type { Replayer } from "./recording/replayer.ts";
import { type AppointedReferee, applyVerdicts } from "./referee/apply-verdicts.ts";
import { checkError, type ErrorContext } from "./responses/check-error.ts";
import type { ChoiceContext } from "./responses/choose-response.ts";
import { Disconnect } from "./responses/faults.ts";
import { logResponse } from "./responses/log-response.ts";
import type { Session, SessionOptions } from "./sessions/session.ts";
import { readSession, SessionStore, withoutSession } from "./sessions/session-store.ts";

/** Options of a mock, with or without a server. */
export interface CoreOptions extends SessionOptions {
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
  /** A cassette to answer from. */
  readonly replay?: ReplayOptions;
}

/** The parts of the core that need Node and Prism, so that only a server has them. */
export interface ServerParts {
  readonly referee?: AppointedReferee | undefined;
  readonly createDynamicResponse?: ChoiceContext["createDynamicResponse"];
  /** Passes requests on to a real server: all of them or, with a cassette, those that no recording fits. */
  readonly passOn?: PassOn | undefined;
}

/** The mock without a socket. */
export interface MockCore {
  readonly sessions: SessionStore;
  /** Answers from the cassette, if there is one. */
  readonly replayer: Replayer | undefined;
  /** Finds the face that a request is for. Returns a promise only until the face is loaded. */
  findFace(target: string): Face | Promise<Face>;
  /** Handles a request. The promise rejects only if the client has disconnected, or with `Disconnect`. */
  handle(request: MockRequest): Promise<OutgoingResponse>;
  /** Adds a request to the journal that was refused before its body had arrived. */
  logRefusal(request: MockRequest, error: HttpError): Promise<void>;
}

// Those of both faces, because a client may have the base URL of the other one.
const knownPaths = ["/completions", "/v1/completions", "/v1/models", "/v1/models/{model}"];

const exampleDeployment = spec.components.parameters.Deployment.example;

/** Creates the mock's core, which both the server and `fetch` use. It needs no `node:` module. */
export async function createCore(
  options: CoreOptions = {},
  { referee: appointed, createDynamicResponse, passOn }: ServerParts = {},
): Promise<MockCore> {
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
  const completions = createCompletionsFace(faceOptions);
  let openAI: Face | Promise<Face> | undefined;
  const loadOpenAI = async () => {
    const { createOpenAIFace } = await import("./faces/openai.ts");
    openAI = createOpenAIFace(faceOptions);
    return openAI;
  };
  const findFace = (target: string) => {
    if (!isForOpenAI({ url: withoutSession(target) })) return completions;
    openAI ??= loadOpenAI();
    return openAI;
  };
  const sessions = new SessionStore(options);
  const replayer = options.replay && (await loadReplayer(options.replay, findFace));
  const { onMiss = "fail" } = options.replay ?? {};

  async function handle(received: MockRequest): Promise<OutgoingResponse> {
    const face = await findFace(received.url.pathname);
    try {
      const { id, url } = readSession(received);
      const request = url === received.url ? received : withUrl(received, url);
      const session = sessions.find(id);
      if (isControlPath(url.pathname) || url.pathname === "/healthz")
        return control({ request, session, sessions });
      return await answer(request, session, face);
    } catch (thrown) {
      if (thrown instanceof Disconnect || received.clientGone.aborted) throw thrown;
      const error = await checkError(thrown, { face, request: received, referee: undefined });
      return face.errorFormat.toResponse(error);
    }
  }

  /** Answers a request to the API. The promise rejects only if the client has disconnected, or with `Disconnect`. */
  async function answer(request: MockRequest, session: Session, face: Face): Promise<OutgoingResponse> {
    const path = request.url.pathname;
    const referee = appointed && applyVerdicts(appointed, session.violations);
    const context: ErrorContext = { face, request, referee };
    const entry = session.journal.add(request, face.name);
    // Now, because a reply's function may wait for ever.
    request.whenGone(() => entry.leave());
    try {
      if (passOn && !replayer) return logResponse(await passOn(request, face, entry), entry, context);
      const { handler: operation, parameter } = findRoute(face.routes, path, request.method, knownPaths);
      context.operationId = operation.id;
      const outgoing = await handleOperation(request, {
        face,
        operation,
        parameter,
        session,
        entry,
        loadEngine,
        defaultModel: deployments[0] ?? exampleDeployment,
        createDynamicResponse,
        replay: replayer && { replayer, onMiss, passOn: passOn && (() => passOn(request, face, entry)) },
        referee,
        seed,
      });
      return logResponse(outgoing, entry, context);
    } catch (thrown) {
      if (thrown instanceof Disconnect || request.clientGone.aborted) {
        if (request.clientGone.aborted) entry.leave();
        else entry.end();
        throw thrown;
      }
      const error = await checkError(thrown, context);
      entry.fail(error);
      return logResponse(face.errorFormat.toResponse(error), entry, context);
    }
  }

  async function logRefusal(refused: MockRequest, error: HttpError): Promise<void> {
    const { id, url } = readSession(refused);
    if (isControlPath(url.pathname)) return;
    const request = withUrl(refused, url);
    const face = await findFace(url.pathname);
    const entry = sessions.find(id).journal.add(request, face.name);
    entry.fail(error);
    logResponse(face.errorFormat.toResponse(error), entry, { face, request, referee: undefined });
  }

  return { sessions, replayer, findFace, handle, logRefusal };
}

/** Returns the request with another URL. The signal of a request from a socket is no property of its own. */
function withUrl(request: MockRequest, url: URL): MockRequest {
  return { ...request, url, clientGone: request.clientGone };
}

async function loadReplayer(options: ReplayOptions, findFace: MockCore["findFace"]): Promise<Replayer> {
  // Loaded late, because few mocks answer from a cassette.
  const { loadReplayer } = await import("./recording/load-replayer.ts");
  return loadReplayer(options, findFace);
}

/** Handles a request to control the mock. */
function control(context: Omit<ControlRequest, "parameter">): OutgoingResponse {
  const { method, url } = context.request;
  const { handler, parameter } = findRoute(controlRoutes, url.pathname, method);
  return handler.handle({ ...context, parameter });
}
