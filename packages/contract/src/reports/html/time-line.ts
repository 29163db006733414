import { count, formatMs } from "./format-numbers.ts";
import { type Html, html } from "./html.ts";

/** The moments of a stream, in milliseconds after the request began. */
export interface StreamTimes {
  readonly head: number;
  readonly events: readonly number[];
  readonly end: number;
  /** The index of the event that breaks the contract. */
  readonly offending: number | undefined;
}

/** Draws a stream: the wait for its head, a tick for each event, the longest gap between two, and its end. */
export function formatTimeLine({ head, events, end, offending }: StreamTimes): Html {
  // A stream that took no time has a length all the same.
  const length = Math.max(end, ...events.slice(-1), 0.001);
  const at = (ms: number): string => `${((Math.min(ms, length) / length) * 100).toFixed(2)}%`;
  const gap = findLongestGap(events);
  const facts = [
    `head after ${formatMs(head)}`,
    ...(events[0] === undefined
      ? ["no event"]
      : [`first of ${count(events.length, "event")} after ${formatMs(events[0])}`]),
    ...(gap === undefined ? [] : [`longest gap ${formatMs(gap.to - gap.from)}`]),
    `end after ${formatMs(end)}`,
  ];
  const words = facts.join(", ");
  return html`<figure class="time-line">
<svg role="img" aria-label="Time line: ${words}" width="100%" height="48">
<line class="axis" x1="0" x2="100%" y1="32" y2="32"/>
<rect class="wait" x="0" y="26" width="${at(head)}" height="12"/>
${gap && html`<rect class="gap" x="${at(gap.from)}" y="18" width="${at(gap.to - gap.from)}" height="14"/>`}
${events.map((ms, index) => formatTick(at(ms), index === offending))}
<line class="end" x1="${at(end)}" x2="${at(end)}" y1="22" y2="42"/>
</svg>
<figcaption><span class="key wait">waiting</span> <span class="key tick">event</span> ${gap && html`<span class="key gap">longest gap</span> `}${offending === undefined ? undefined : html`<span class="key offending">offending event</span> `}<span>${words}</span></figcaption>
</figure>`;
}

function formatTick(x: string, isOffending: boolean): Html {
  if (!isOffending) return html`<line class="tick" x1="${x}" x2="${x}" y1="20" y2="32"/>`;
  return html`<line class="offending" x1="${x}" x2="${x}" y1="6" y2="44"/><circle class="offending" cx="${x}" cy="6" r="4"/>`;
}

function findLongestGap(
  events: readonly number[],
): { readonly from: number; readonly to: number } | undefined {
  let longest: { readonly from: number; readonly to: number } | undefined;
  for (const [index, to] of events.entries()) {
    const from = events[index - 1];
    if (from !== undefined && to - from > (longest ? longest.to - longest.from : 0)) longest = { from, to };
  }
  return longest;
}
