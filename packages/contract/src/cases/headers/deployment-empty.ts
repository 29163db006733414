import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const deploymentEmpty: ContractCase = {
  id: "deployment-empty",
  title: "A deployment's name has at least one character",
  covers: ["#/components/parameters/Deployment/schema/minLength"],
  exchanges: [
    fails({ headers: { "azureml-model-deployment": "w" }, body: briefRequest }, { code: "not_found" }),
    fails(
      { headers: { "azureml-model-deployment": "" }, body: briefRequest },
      { code: "invalid_header", param: "azureml-model-deployment" },
    ),
  ],
};
