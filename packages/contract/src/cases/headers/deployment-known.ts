import document from "@completions-api/spec/openapi.json" with { type: "json" };
import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";

const deployment: string = document.components.parameters.Deployment.example;

export const deploymentKnown: ContractCase = {
  id: "deployment-known",
  title: "A deployment that the endpoint has completes",
  covers: ["#/components/parameters/Deployment"],
  needs: ["examples"],
  exchanges: [completes(brief, { "azureml-model-deployment": deployment })],
};
