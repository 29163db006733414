import { HttpError } from "@completions-api/protocol";
import type { Face } from "../faces/face.ts";
import type { MockRequest } from "../mock-request.ts";
import type { OutgoingResponse } from "../mock-response.ts";
import type { JournalEntry } from "../sessions/journal-entry.ts";
import type { CheckedExchange } from "./checked-exchange.ts";
import type { CheckingProxy } from "./create-proxy.ts";
import type { Recorder } from "./create-recorder.ts";
import { judgeRequest } from "./judge-request.ts";

/** Passes a request on to a real server. */
export type PassOn = (request: MockRequest, face: Face, entry: JournalEntry) => Promise<OutgoingResponse>;

/** The functions that get each exchange once it has ended. */
export interface ExchangeListeners {
  readonly onExchange: (exchange: CheckedExchange) => void;
  readonly record: Recorder | undefined;
}

/** Creates the function that passes requests on, and that tells the journal and the listeners what came of it. */
export function createPassOn(proxy: CheckingProxy, { onExchange, record }: ExchangeListeners): PassOn {
  return async (request, face, entry) => {
    const { method, url } = request;
    const verdict = await judgeRequest(request, face);
    const refusal = "refusal" in verdict ? verdict.refusal : undefined;
    const read = "valid" in verdict ? verdict.valid.read : undefined;
    entry.read(read && "completion" in read ? read.completion : undefined);
    entry.choose({ source: "upstream", fault: undefined });
    const tell = (exchange: Pick<CheckedExchange, "status" | "violations">, note: string | undefined) =>
      onExchange({
        number: entry.number,
        method,
        path: url.pathname,
        status: exchange.status,
        violations: exchange.violations,
        ...(note !== undefined && { note }),
      });
    let hasAnswer = false;
    try {
      return await proxy.handle(request, verdict, (exchange, end) => {
        hasAnswer = true;
        entry.violations = exchange.violations;
        tell(
          exchange,
          refusal
            ? `The answer is not checked, because the request breaks the contract: ${refusal.body.error}.`
            : record?.(exchange, end),
        );
      });
    } catch (failure) {
      const isSilence = failure instanceof HttpError && failure !== refusal && !hasAnswer;
      if (isSilence) tell({ status: failure.status, violations: [] }, `${failure.body.error}.`);
      throw failure;
    }
  };
}
