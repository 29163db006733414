import { createEmbeddedEngine, type Delta, type Engine, type EngineRequest } from "@completions-api/engine";
import { unauthorized } from "@completions-api/protocol";
import { BodyBudget, chooseBodyBudget } from "../../src/admission/body-budget.ts";
import { Turns } from "../../src/admission/turns.ts";
import type { Generate } from "../../src/backends/backend.ts";
import { createEmbeddedBackend } from "../../src/backends/embedded.ts";
import type { Deployment } from "../../src/completions/deployment.ts";
import { type Gateway, type GatewayParts, startGateway } from "../../src/index.ts";

/** The only token that a gateway of {@link startTestGateway} accepts. */
export const token = "a-token-for-tests";

/** Starts a gateway on a free port with one deployment, by default of the embedded engine. */
export async function startTestGateway({
  deployment,
  ...parts
}: Partial<GatewayParts> & { readonly deployment?: Deployment } = {}): Promise<Gateway> {
  const only = deployment ?? deploymentOf(createEmbeddedBackend(await createEmbeddedEngine()).generate);
  return startGateway({
    listen: { host: "127.0.0.1", port: 0 },
    authenticate(candidate) {
      if (candidate !== token) throw unauthorized("The token is not accepted");
      return { name: "tester" };
    },
    faces: ["completions", "openai"],
    deployments: { byName: new Map([[only.name, only]]), default: only },
    bodies: new BodyBudget(chooseBodyBudget()),
    turns: new Turns(),
    keepAlive: 15_000,
    observe() {},
    ...parts,
  });
}

export function deploymentOf(generate: Generate, name = "default"): Deployment {
  return { name, model: "test-model", unsupported: new Set(), generate };
}

/** Creates a deployment of an engine whose behavior the test decides. */
export function deploymentOfEngine(
  generate: (request: EngineRequest, signal: AbortSignal) => AsyncIterable<Delta>,
): Deployment {
  const engine: Engine = { model: "test-model", generate };
  return deploymentOf(createEmbeddedBackend(engine).generate);
}

/** Asks a gateway for a completion, by default through its own face; `init` overrides the usual token and headers. */
export async function ask(
  { url }: Pick<Gateway, "url">,
  body: object,
  init: RequestInit = {},
  target = "/completions?api-version=2024-04-01-preview",
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has("authorization")) headers.set("authorization", `Bearer ${token}`);
  headers.set("content-type", "application/json");
  return fetch(url + target, { method: "POST", ...init, headers, body: JSON.stringify(body) });
}
