import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const streamType: ContractCase = {
  id: "stream-type",
  title: "`stream` is true or false",
  covers: ["#/components/schemas/CreateCompletionRequest/properties/stream/type"],
  exchanges: [
    ...[true, false].map((stream) => completes({ ...briefRequest, stream })),
    ...["true", 1, null].map((stream) => refuses({ ...briefRequest, stream }, "stream")),
  ],
};
