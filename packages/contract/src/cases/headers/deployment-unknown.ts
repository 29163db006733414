import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const deploymentUnknown: ContractCase = {
  id: "deployment-unknown",
  title: "An unknown deployment gets a 404 that names it",
  covers: ["#/components/parameters/Deployment", "#/components/schemas/ErrorCode/enum/not_found"],
  exchanges: [
    fails(
      { headers: { "azureml-model-deployment": "moby-dick-9000" }, body: briefRequest },
      { code: "not_found", mentions: ["moby-dick-9000"] },
    ),
  ],
};
