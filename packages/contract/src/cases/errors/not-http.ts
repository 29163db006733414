import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readError } from "../../http/read-error.ts";
import { sendBytes } from "../../http/send-bytes.ts";

export const notHttp: ContractCase = {
  id: "not-http",
  title: "Unparseable HTTP gets a 400",
  sources: [
    rfc(
      9112,
      "2.2",
      "A server should respond to bytes that are not HTTP with a 400, and close the connection.",
    ),
  ],
  covers: ["#/components/schemas/ErrorCode/enum/invalid_request"],
  run: async (target) => {
    for (const bytes of ["whale\r\n\r\n", "POST /completions HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n"]) {
      const received = await readError(await sendBytes(target, bytes), target);
      expectThat(
        received.code === "invalid_request",
        `invalid_request in response to ${JSON.stringify(bytes)}`,
        received,
      );
    }
  },
};
