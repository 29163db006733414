import type { ErrorCode } from "@completions-api/types";
import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

const failures: readonly (readonly [status: number, code: ErrorCode])[] = [
  [408, "request_timeout"],
  [500, "internal_error"],
  [502, "bad_gateway"],
  [503, "service_unavailable"],
  [504, "gateway_timeout"],
];

export const serverFailures: ContractCase = {
  id: "server-failures",
  title: "Each server failure has its own status and code, streamed or not",
  faces: ["completions", "openai"],
  sources: [
    rfc(
      9110,
      "15.6",
      "A 500 is a failure of the server, a 502 or 504 one of a server behind it, and a 503 temporary.",
    ),
    rfc(9110, "15.5.9", "A 408 says that the request did not arrive in time."),
  ],
  covers: [
    ...failures.map(([, code]) => `#/components/schemas/ErrorCode/enum/${code}` as const),
    "#/components/schemas/ErrorType/enum/server_error",
  ],
  needs: ["prefer"],
  exchanges: failures.flatMap(([status, code]) =>
    [false, true].map((stream) =>
      fails({ headers: { prefer: `code=${status}` }, body: { ...briefRequest, stream } }, { code }),
    ),
  ),
};
