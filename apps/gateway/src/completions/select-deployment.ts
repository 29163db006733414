import { notFound, unknownDeployment } from "@completions-api/protocol";
import { noDefaultModel, unknownModel } from "@completions-api/protocol/openai";
import type { Caller } from "../auth/caller.ts";
import type { Deployment, Deployments } from "./deployment.ts";

// Callers do not learn about deployments that they may not use.

/**
 * Selects the deployment that the header `azureml-model-deployment` names.
 *
 * @throws HttpError 404 if there is no such deployment for the caller.
 */
export function selectByName(deployments: Deployments, caller: Caller, name: string | undefined): Deployment {
  const deployment = name === undefined ? deployments.default : deployments.byName.get(name);
  if (deployment !== undefined && mayUse(caller, deployment)) return deployment;
  if (name !== undefined) throw unknownDeployment(name);
  throw notFound(
    "You have no default deployment",
    "Name a deployment in the azureml-model-deployment header.",
  );
}

/**
 * Selects the deployment that `model` names: by its own name, otherwise by the name of its model. Of several deployments of
 * one model it selects the default deployment or else the first.
 *
 * @throws HttpError 404 if there is no such deployment for the caller.
 */
export function selectByModel(
  deployments: Deployments,
  caller: Caller,
  model: string | undefined,
): Deployment {
  if (model === undefined) {
    if (mayUse(caller, deployments.default)) return deployments.default;
    throw noDefaultModel();
  }
  const named = deployments.byName.get(model);
  // Most requests name a deployment. Otherwise all may have to be looked through.
  if (named !== undefined && mayUse(caller, named)) return named;
  const candidates = [deployments.default, ...deployments.byName.values()];
  const found = candidates.find((deployment) => deployment.model === model && mayUse(caller, deployment));
  if (found === undefined) throw unknownModel(model);
  return found;
}

/** Returns whether a caller may use a deployment. */
export function mayUse({ deployments }: Caller, { name }: Pick<Deployment, "name">): boolean {
  return deployments === undefined || deployments.has(name);
}
