import { notFound, type RequestHead, unknownDeployment } from "@completions-api/protocol";
import type { Deployment } from "../deployment.ts";
import type { Exchange } from "../exchange.ts";
import type { Caller } from "../security/caller.ts";

/** The deployments of a gateway. */
export interface Deployments {
  readonly byName: ReadonlyMap<string, Deployment>;
  /** For requests that name none. */
  readonly default: Deployment;
}

/**
 * Finds the deployment that a request is for.
 *
 * @param model - the `model` of the body, where the gateway takes one.
 * @throws HttpError 404 where there is none of that name, its caller may not use it, or it has another model.
 */
export function route(
  deployments: Deployments,
  { deployment: name }: RequestHead,
  caller: Caller,
  model: string | undefined,
  { record }: Exchange,
): Deployment {
  const deployment = name === undefined ? deployments.default : deployments.byName.get(name);
  if (deployment === undefined || caller.deployments?.has(deployment.name) === false) {
    // Whether there is one that they may not use is nothing that callers need to know.
    throw name !== undefined
      ? unknownDeployment(name)
      : notFound("There is no default deployment for you. Name one in the header azureml-model-deployment.");
  }
  if (model !== undefined && model !== deployment.model && model !== deployment.name) {
    throw notFound(
      `The deployment ${JSON.stringify(deployment.name)} has the model ${JSON.stringify(deployment.model)}. ` +
        "Name that in `model`, or leave it out.",
    );
  }
  record.deployment = deployment.name;
  record.model = deployment.model;
  return deployment;
}
