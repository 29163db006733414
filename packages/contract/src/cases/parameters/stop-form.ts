import type { ContractCase } from "../../contract-case.ts";
import { under } from "../../elements/pointers.ts";
import { brief, completes, refuses } from "../exchanges.ts";

export const stopForm: ContractCase = {
  id: "stop-form",
  title: "`stop` is a string or up to four, none of them empty",
  covers: [
    ...under("#/components/schemas/Stop/oneOf/0", "type", "minLength"),
    ...under("#/components/schemas/Stop/oneOf/1", "type", "maxItems", "items/type", "items/minLength"),
    ...under("#/components/schemas/Stop/oneOf", "0", "1"),
  ],
  exchanges: [
    ...["\n", [], ["\n"], ["\n", "\t", "~", "^"]].map((stop) => completes({ ...brief, stop })),
    ...["", 5, null, {}, ["a", "b", "c", "d", "e"]].map((stop) => refuses({ ...brief, stop }, "stop")),
    refuses({ ...brief, stop: ["a", ""] }, "stop", "1"),
    refuses({ ...brief, stop: ["a", 5] }, "stop", "1"),
  ],
};
