import { expectError } from "../../case-helpers/expect-error.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const invalidUtf8: ContractCase = {
  id: "invalid-utf8",
  title: "A body that is not UTF-8 gets a 400",
  faces: ["completions", "openai"],
  sources: [
    rfc(8259, "8.1", "JSON between systems is UTF-8."),
    rfc(3629, "3", "These bytes, among them encoded surrogates, are not UTF-8."),
  ],
  covers: ["#/components/schemas/ErrorCode/enum/invalid_json"],
  run: async (target) => {
    for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80]]) {
      const body = Uint8Array.from([
        ...Buffer.from('{"max_tokens": 4, "prompt": "'),
        ...bytes,
        ...Buffer.from('"}'),
      ]);
      await expectError(target, { body }, "invalid_json");
    }
  },
};
