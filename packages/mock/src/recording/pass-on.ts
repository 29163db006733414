import type { Face } from "../faces/face.ts";
import type { MockRequest } from "../mock-request.ts";
import type { OutgoingResponse } from "../mock-response.ts";
import type { JournalEntry } from "../sessions/journal-entry.ts";
import type { CheckedExchange } from "./checked-exchange.ts";
import type { CheckingProxy } from "./create-proxy.ts";
import { judgeRequest } from "./judge-request.ts";
import type { ExchangeEnd, ProxiedExchange } from "./proxied-exchange.ts";

/** Passes a request on to a real server. */
export type PassOn = (request: MockRequest, face: Face, entry: JournalEntry) => Promise<OutgoingResponse>;

/** What happens to exchanges that have ended. */
export interface ExchangeListeners {
  readonly onExchange: (exchange: CheckedExchange) => void;
  /** Keeps an exchange. Returns the reason if it does not. */
  readonly record?: ((exchange: ProxiedExchange, end: ExchangeEnd) => string | undefined) | undefined;
}

/** Creates the function that passes requests on, and that tells the journal and the listeners what came of it. */
export function createPassOn(proxy: CheckingProxy, { onExchange, record }: ExchangeListeners): PassOn {
  return async (request, face, entry) => {
    const verdict = await judgeRequest(request, face);
    entry.read(
      "valid" in verdict && "completion" in verdict.valid.read ? verdict.valid.read.completion : undefined,
    );
    entry.choose({ source: "upstream", fault: undefined });
    return proxy.handle(request, verdict, (exchange, end) => {
      const { status, violations } = exchange;
      entry.violations = violations;
      const note =
        "refusal" in verdict
          ? `The answer is not checked, because the request breaks the contract: ${verdict.refusal.body.error}.`
          : record?.(exchange, end);
      const { method, url } = request;
      onExchange({
        method,
        path: url.pathname,
        status,
        violations,
        ...(note !== undefined && { note }),
      });
    });
  };
}
