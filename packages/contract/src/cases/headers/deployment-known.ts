import document from "@completions-api/spec/openapi.json" with { type: "json" };
import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

const deployment: string = document.components.parameters.Deployment.example;

export const deploymentKnown: ContractCase = {
  id: "deployment-known",
  title: "A deployment of the endpoint completes a prompt",
  covers: ["#/components/parameters/Deployment"],
  needs: ["examples"],
  exchanges: [completes(briefRequest, { "azureml-model-deployment": deployment })],
};
