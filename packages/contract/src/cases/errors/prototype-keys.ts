import { expectError } from "../../case-helpers/expect-error.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const prototypeKeys: ContractCase = {
  id: "prototype-keys",
  title: "`__proto__` is treated like any other extra parameter",
  sources: [rfc(8259, "4", "The name of a member is any string.")],
  covers: ["extra-parameters-policy", "extra-never-overrides"],
  run: async (target) => {
    // An object literal with this key would set the prototype, and JSON.stringify would omit the key.
    const extra = '"__proto__": {"prompt": "The whale", "max_tokens": 4}';
    await expectError(target, { body: `{"prompt": "The whale", ${extra}}` }, "extra_parameters_not_allowed");
    const headers = { "extra-parameters": "ignore" };
    await expectError(target, { headers, body: `{${extra}}` }, "invalid_parameter");
  },
};
