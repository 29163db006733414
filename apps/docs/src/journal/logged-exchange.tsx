import type { LoggedRequest, LoggedResponse } from "@completions-api/mock";
import { useState } from "preact/hooks";
import { LongText } from "./long-text.tsx";

/** A request of the journal as one line, which opens to its body and its response. */
export function LoggedExchange({ request }: { readonly request: LoggedRequest }) {
  const [isOpen, setOpen] = useState(false);
  const { method, url, deployment, stream, response, receivedAt } = request;
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <Status response={response} />{" "}
        <span class="mono">
          {method} <bdi>{url}</bdi>
        </span>{" "}
        {deployment !== undefined && <bdi class="badge">{deployment}</bdi>}{" "}
        {stream && <span class="badge">stream</span>}{" "}
        <span class="muted">
          <time dateTime={receivedAt}>{receivedAt.slice(11, 23)}</time>
          {response?.endedAt !== undefined && `, ${response.endedAt} ms`}
          {request.clientLeftAt !== undefined && `, the client left after ${request.clientLeftAt} ms`}
        </span>
      </summary>
      {isOpen && <Exchange request={request} />}
    </details>
  );
}

function Status({ response }: { readonly response: LoggedResponse | undefined }) {
  if (response === undefined) return <span class="badge">waiting</span>;
  const { status, errorCode } = response;
  const isFailure = status === 0 || status >= 400 || errorCode !== undefined;
  return (
    <span class={isFailure ? "badge journal-failure" : "badge journal-success"}>
      {status === 0 ? "closed" : status}
      {errorCode !== undefined && ` ${errorCode}`}
    </span>
  );
}

function Exchange({ request }: { readonly request: LoggedRequest }) {
  const { number, headers, body, response } = request;
  return (
    <div class="journal-exchange">
      <section>
        <h2>Request {number}</h2>
        <LongText label={`Headers of request ${number}`} text={formatHeaders(headers)} />
        {body !== undefined && <LongText label={`Body of request ${number}`} text={formatBody(body)} />}
      </section>
      <section>
        <h2>Response</h2>
        {response ? <Response response={response} number={number} /> : <p>It has not begun.</p>}
      </section>
    </div>
  );
}

function Response({ response, number }: { readonly response: LoggedResponse; readonly number: number }) {
  const { headers, writes, writeCount, isTruncated, violations = [] } = response;
  const isStream = headers["content-type"]?.startsWith("text/event-stream");
  const text = writes.map(({ at, text }) => (isStream ? `${at} ms\n${text}` : text)).join("");
  return (
    <>
      <p>{describeDecision(response)}</p>
      <LongText label={`Headers of response ${number}`} text={formatHeaders(headers)} />
      <LongText label={`Body of response ${number}`} text={isStream ? text : formatBody(readJson(text))} />
      {isTruncated && <p>The mock kept only the beginning of {writeCount} writes.</p>}
      {violations.length > 0 && (
        <LongText label={`Violations in response ${number}`} text={formatBody(violations)} />
      )}
    </>
  );
}

function describeDecision({ decidedBy, reply, fault, cutAt }: LoggedResponse): string {
  const facts = [
    decidedBy === undefined ? "refused before anything decided" : `decided by: ${decidedBy}`,
    reply && `reply: ${reply.name ?? reply.id}`,
    fault && `fault: ${fault}`,
    cutAt && `text cut at: ${cutAt}`,
  ];
  return `${facts.filter(Boolean).join("; ")}.`.replace(/^./, (first) => first.toUpperCase());
}

function formatHeaders(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

function formatBody(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body, null, 2);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
