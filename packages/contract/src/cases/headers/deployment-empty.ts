import type { ContractCase } from "../../contract-case.ts";
import { brief, fails } from "../exchanges.ts";

export const deploymentEmpty: ContractCase = {
  id: "deployment-empty",
  title: "A name of a deployment has a character at least",
  covers: ["#/components/parameters/Deployment/schema/minLength"],
  exchanges: [
    fails({ headers: { "azureml-model-deployment": "w" }, body: brief }, { code: "not_found" }),
    fails(
      { headers: { "azureml-model-deployment": "" }, body: brief },
      { code: "invalid_header", param: "azureml-model-deployment" },
    ),
  ],
};
