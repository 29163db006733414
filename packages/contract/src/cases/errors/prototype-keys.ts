import type { ContractCase } from "../../contract-case.ts";
import { expectError } from "../expect-error.ts";

export const prototypeKeys: ContractCase = {
  id: "prototype-keys",
  title: "`__proto__` is an extra parameter like any other, and sets nothing",
  covers: ["extra-parameters-policy", "extra-never-overrides"],
  run: async (target) => {
    // As an object literal it would set the prototype, and not be sent.
    const extra = '"__proto__": {"prompt": "The whale", "max_tokens": 4}';
    await expectError(target, { body: `{"prompt": "The whale", ${extra}}` }, "extra_parameters_not_allowed");
    const headers = { "extra-parameters": "ignore" };
    await expectError(target, { headers, body: `{${extra}}` }, "invalid_parameter");
  },
};
