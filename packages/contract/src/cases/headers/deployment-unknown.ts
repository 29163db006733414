import type { ContractCase } from "../../contract-case.ts";
import { brief, fails } from "../exchanges.ts";

export const deploymentUnknown: ContractCase = {
  id: "deployment-unknown",
  title: "A deployment that the endpoint does not have is a 404 that names it",
  covers: ["#/components/parameters/Deployment", "#/components/schemas/ErrorCode/enum/not_found"],
  exchanges: [
    fails(
      { headers: { "azureml-model-deployment": "moby-dick-9000" }, body: brief },
      { code: "not_found", mentions: ["moby-dick-9000"] },
    ),
  ],
};
