import type { ContractCase } from "../../contract-case.ts";
import { brief, completes, refuses } from "../exchanges.ts";

export const streamType: ContractCase = {
  id: "stream-type",
  title: "`stream` is true or false",
  covers: ["#/components/schemas/CreateCompletionRequest/properties/stream/type"],
  exchanges: [
    ...[true, false].map((stream) => completes({ ...brief, stream })),
    ...["true", 1, null].map((stream) => refuses({ ...brief, stream }, "stream")),
  ],
};
