import { useRef } from "preact/hooks";
import type { RunRecord } from "../run-record.ts";
import { Visible } from "../visible.tsx";
import { EventReader } from "./event-reader.ts";
import { EventTable, Problem, stateNames } from "./event-table.tsx";
import { Body, Message } from "./message.tsx";
import { StreamFacts } from "./stream-facts.tsx";

/** A run as it was on the wire: the request, the events with their times, and the grammar of streams beside them. */
export function WirePanel({ record }: { readonly record: RunRecord }) {
  const { request, events, status, error } = record;
  const [first] = events;
  return (
    <div class="wire-panel">
      <Message
        title="Request"
        start={`${request.method} ${request.url}`}
        headers={request.headers}
        body={request.body}
      />
      <Message
        title="Response"
        start={status === undefined ? "not received" : String(status)}
        headers={record.responseHeaders}
      />
      {error && (
        <p class="wire-problem">
          {error.code !== undefined && <strong>{error.code}: </strong>}
          <Visible text={error.message} />
        </p>
      )}
      {first !== undefined &&
        (isEvent(first.text) ? <Stream record={record} /> : <Body title="Response" text={first.text} />)}
    </div>
  );
}

/** Every line of an event has the name of a field, or begins with a colon. No JSON and no HTML does. */
function isEvent(text: string): boolean {
  return /^\uFEFF?(?::|(?:data|event|id|retry)(?:[:\r\n]|$))/.test(text);
}

function Stream({ record: { request, events, endedAt, error } }: { readonly record: RunRecord }) {
  const last = useRef<{ readonly events: typeof events; readonly reader: EventReader }>(undefined);
  // The array is the same during a run, so only new events are read.
  if (last.current?.events !== events) last.current = { events, reader: new EventReader(request) };
  const reading = last.current.reader.read(events);
  const { rows, endProblem } = reading;
  const state = rows.at(-1)?.state ?? "start";
  return (
    <>
      <StreamFacts reading={reading} />
      <p class="wire-state">
        {rows.length} {rows.length === 1 ? "event" : "events"}, state{" "}
        <span class="badge" data-state={state}>
          {stateNames[state]}
        </span>
      </p>
      {endedAt !== undefined && endProblem && (
        // A stream that the server cut short is an error of the run.
        <p>{error === undefined ? "Stopped before the stream's end." : <Problem {...endProblem} />}</p>
      )}
      <EventTable rows={rows} />
    </>
  );
}
