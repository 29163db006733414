import { sendResponse } from "@completions-api/http";
import type { ModelDescription, ModelList } from "@completions-api/types/openai";
import { authenticateCaller } from "../auth/authenticate.ts";
import type { CompletionContext } from "../completions/handler.ts";
import { mayUse, selectByModel } from "../completions/select-deployment.ts";
import type { RouteHandler } from "./request-handler.ts";

type ModelContext = Pick<CompletionContext, "authenticate" | "deployments">;

/** The Unix time in seconds at which this process started to serve its models. */
const created = Math.floor(Date.now() / 1000);

/**
 * Creates the handler of `GET /v1/models`, which lists the deployments that the caller may use.
 *
 * @throws HttpError 401; 503 if the token cannot be checked.
 */
export function listModels({ authenticate, deployments }: ModelContext): RouteHandler {
  return async (request) => {
    const caller = await authenticateCaller(authenticate, request);
    const usable = [...deployments.byName.values()].filter((deployment) => mayUse(caller, deployment));
    const list: ModelList = { object: "list", data: usable.map(({ name }) => describeModel(name)) };
    await sendJson(request, list);
  };
}

/**
 * Creates the handler of `GET /v1/models/{model}`, which describes a model by any name that a request may have as `model`.
 *
 * @throws HttpError 401; 404 if there is no such model for the caller; 503 if the token cannot be checked.
 */
export function retrieveModel({ authenticate, deployments }: ModelContext): RouteHandler {
  return async (request) => {
    const caller = await authenticateCaller(authenticate, request);
    const model = request.parameter;
    selectByModel(deployments, caller, model);
    await sendJson(request, describeModel(model));
  };
}

function describeModel(id: string): ModelDescription {
  return { id, object: "model", created, owned_by: "system" };
}

function sendJson({ response }: Parameters<RouteHandler>[0], body: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  return sendResponse(response, { status: 200, headers, body: JSON.stringify(body) });
}
