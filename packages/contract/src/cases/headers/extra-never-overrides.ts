import { completes } from "../../case-helpers/exchanges.ts";
import { expectSameTexts } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 4, seed: 7 };

/** Extra parameters that an engine might understand as its own names for parameters of the contract. */
const lookalikes = {
  Max_Tokens: 64,
  maxTokens: 64,
  max_completion_tokens: 64,
  max_new_tokens: 64,
  n_predict: 64,
  options: { num_predict: 64, seed: 8 },
  parameters: { max_tokens: 64, seed: 8 },
  extra_body: { max_tokens: 64, seed: 8 },
  constructor: { max_tokens: 64 },
};

export const extraNeverOverrides: ContractCase = {
  id: "extra-never-overrides",
  title: "An extra parameter never changes a known one",
  covers: ["extra-never-overrides"],
  needs: ["seeds-repeat"],
  exchanges: [
    completes(request),
    completes({ ...request, ...lookalikes }, { "extra-parameters": "ignore" }),
    completes({ ...lookalikes, ...request }, { "extra-parameters": "pass-through" }),
  ],
  check: expectSameTexts,
};
