import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const user = "#/components/schemas/CreateCompletionRequest/properties/user";

export const userAccepted: ContractCase = {
  id: "user-accepted",
  title: "`user`, which identifies the end user, is a string or null",
  faces: ["openai"],
  sources: [openAICompletions("`user` identifies an end user.")],
  covers: [user, ...under(user, "type")],
  exchanges: [
    ...["Ishmael", null].map((name) => completes({ ...briefRequest, user: name })),
    ...[5, {}].map((name) => refuses({ ...briefRequest, user: name }, "user")),
  ],
};
