import { STATUS_CODES } from "node:http";
import {
  bodyOf,
  formatCurl,
  type RecordedExchange,
  type RecordedResponse,
} from "@completions-api/protocol/recorded";
import { describeStream } from "../../describe-stream.ts";
import type { FaceName } from "../../faces/face.ts";
import type { Failure } from "../../results.ts";
import { cutLine } from "../visible-text.ts";
import { formatCode } from "./code.ts";
import { formatMs } from "./format-numbers.ts";
import { type Html, html } from "./html.ts";
import { formatStream } from "./stream.ts";

const longestBody = 3000;

/**
 * Formats a request and its response.
 *
 * @param index - its place in the case, from 0.
 * @param failure - the case's failure, if this exchange shows it. Then it is open.
 */
export function formatExchange(
  exchange: RecordedExchange,
  {
    index,
    face,
    failure,
  }: { readonly index: number; readonly face: FaceName; readonly failure: Failure | undefined },
): Html {
  const { request, response, durationMs, error } = exchange;
  const { pathname } = new URL(request.url);
  return html`<details class="exchange"${failure === undefined ? undefined : html` open`}>
<summary><span class="number">${index + 1}</span> <code>${request.method} ${cutLine(pathname, 80)}</code> <span class="arrow" aria-label="answered">→</span> ${describeResponse(response)} <span class="muted">in ${formatMs(durationMs)}</span></summary>
<h4>Request</h4>
${formatCode(formatCurl(request), longestBody)}
<h4>Response</h4>
${error === undefined ? undefined : html`<p class="error">${error}</p>`}
${response === undefined ? undefined : html`${formatHead(response)}${formatBody(exchange, face, failure)}`}
</details>`;
}

function describeResponse(response: RecordedResponse | undefined): string {
  if (response === undefined) return "no response";
  return `${response.status} ${STATUS_CODES[response.status] ?? ""}`.trim();
}

function formatHead(response: RecordedResponse): Html {
  const lines = response.headers.map(([name, value]) => `${name}: ${value}`);
  return formatCode([`HTTP ${describeResponse(response)}`, ...lines].join("\n"), longestBody);
}

function formatBody(exchange: RecordedExchange, face: FaceName, failure: Failure | undefined): Html {
  const stream = describeStream(exchange, face);
  if (stream !== undefined) return formatStream(stream, exchange, failure?.event);
  const body = bodyOf(exchange);
  return body === "" ? html`<p class="note">The body is empty.</p>` : formatCode(body, longestBody);
}
