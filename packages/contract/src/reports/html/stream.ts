import type { RecordedExchange } from "@completions-api/protocol/recorded";
import { type DescribedEvent, type DescribedStream, formatState } from "../../describe-stream.ts";
import { cutLine } from "../visible-text.ts";
import { count, formatMs } from "./format-numbers.ts";
import { type Html, html } from "./html.ts";
import { formatTimeLine } from "./time-line.ts";

const mostEvents = 40;
const longestEvent = 400;

/**
 * Formats a stream: its time line, and its events with the state of the stream at each.
 *
 * @param failing - the index of the event that breaks the contract, or the number of events if their end does.
 */
export function formatStream(
  { events, fault }: DescribedStream,
  { headAt = 0, durationMs }: RecordedExchange,
  failing: number | undefined,
): Html {
  const broken = failing ?? events.findIndex(({ violation }) => violation !== undefined);
  const offending = broken === -1 ? undefined : broken;
  // The beginning, or the event that a reader looks for and those before it.
  const start = Math.max(0, Math.min((offending ?? 0) - mostEvents / 2, events.length - mostEvents));
  const shown = events.slice(start, start + mostEvents);
  const items = shown.map((event, index) =>
    formatEvent(event, { before: events[start + index - 1], isOffending: start + index === offending }),
  );
  return html`${formatTimeLine({ head: headAt, events: events.map(({ at }) => at), end: durationMs, offending })}
<ol class="events" start="${start + 1}">${items}</ol>
${shown.length < events.length ? html`<p class="note">${shown.length} of ${count(events.length, "event")}.</p>` : undefined}
${fault === undefined ? undefined : html`<p class="error">${fault}</p>`}`;
}

function formatEvent(
  { at, data, state, violation }: DescribedEvent,
  { before, isOffending }: { readonly before: DescribedEvent | undefined; readonly isOffending: boolean },
): Html {
  const words = formatState(state);
  // Most events do not change the state.
  const isNew = before === undefined || formatState(before.state) !== words;
  return html`<li${isOffending ? html` class="offending"` : undefined}><div class="event"><span class="at">${formatMs(at)}</span>
<div><code>${cutLine(data, longestEvent)}</code>
${isOffending ? html`<p class="error">${violation ?? "breaks the contract"}</p>` : undefined}${isNew ? html`<p class="state">${words}</p>` : undefined}</div></div></li>`;
}
