import { notFound, quoteName, type RequestHead, unknownDeployment } from "@completions-api/protocol";
import type { Caller } from "../auth/caller.ts";
import type { Deployment, Deployments } from "./deployment.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/**
 * Selects the deployment for a request.
 *
 * @param model - the body's `model`, if the gateway takes one.
 * @throws HttpError 404 if there is no such deployment, its caller may not use it, or it has another model.
 */
export function selectDeployment(
  deployments: Deployments,
  { deployment: name }: RequestHead,
  caller: Caller,
  model: string | undefined,
  { record }: Pick<GatewayRequest, "record">,
): Deployment {
  const deployment = name === undefined ? deployments.default : deployments.byName.get(name);
  if (deployment === undefined || caller.deployments?.has(deployment.name) === false) {
    // Callers do not learn about deployments that they may not use.
    throw name !== undefined
      ? unknownDeployment(name)
      : notFound(
          "You have no default deployment",
          "Name a deployment in the azureml-model-deployment header.",
        );
  }
  if (model !== undefined && model !== deployment.model && model !== deployment.name) {
    throw notFound(
      `The model of the deployment ${quoteName(deployment.name)} is ${quoteName(deployment.model)}, not ${quoteName(model)}`,
      `Send the model's name as \`model\`, or leave \`model\` out.`,
    );
  }
  record.deployment = deployment.name;
  record.model = deployment.model;
  return deployment;
}
