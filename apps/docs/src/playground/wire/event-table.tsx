// biome-ignore-all lint/a11y/useFocusableInteractive: the roles are those of a table that one reads, not of a grid.
// biome-ignore-all lint/a11y/useSemanticElements: browsers skip blocks that are out of sight, but not the rows of a `<table>`.
import { Component } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { EventRow } from "./event-reader.ts";
import { formatTime } from "./format-number.ts";
import { WireText } from "./wire-text.tsx";

const rowsPerBlock = 50;

/** The blocks that are added in one frame, so that a recording of any length does not freeze the page. */
const blocksPerFrame = 3;

/** More would take the browser seconds. */
const mostRows = 5000;

/** The names of the grammar's states. */
export const stateNames: Readonly<Record<EventRow["state"], string>> = {
  start: "Start",
  choices: "Choices",
  ended: "Choices ended",
  usage: "Usage",
  done: "Done",
  error: "Error",
};

/** A table of events. Its blocks of rows are not laid out while they are out of sight. */
export function EventTable({ rows }: { readonly rows: readonly EventRow[] }) {
  const hidden = Math.max(0, Math.ceil((rows.length - mostRows) / rowsPerBlock) * rowsPerBlock);
  const blocks = Array.from(
    { length: useGrowing(Math.ceil((rows.length - hidden) / rowsPerBlock), rows) },
    (_, index) => {
      const start = hidden + index * rowsPerBlock;
      return (
        <Block key={start} rows={rows} start={start} end={Math.min(rows.length, start + rowsPerBlock)} />
      );
    },
  );
  return (
    // A region that scrolls must be reachable by keyboard.
    <section class="wire-events" tabIndex={0} aria-label="Events">
      {hidden > 0 && <p class="muted">The first {hidden} events are not listed.</p>}
      <div role="table" aria-label="Events as they came" aria-rowcount={rows.length + 1}>
        <div role="rowgroup" class="wire-head">
          <div role="row" class="wire-row">
            <span role="columnheader">No.</span>
            <span role="columnheader">Time</span>
            <span role="columnheader">Since last</span>
            <span role="columnheader">State</span>
            <span role="columnheader">Event</span>
          </div>
        </div>
        {blocks}
      </div>
    </section>
  );
}

/** Returns a number that reaches `target` within some frames, and begins again with another `subject`. */
function useGrowing(target: number, subject: unknown): number {
  const [grown, setGrown] = useState({ subject, count: blocksPerFrame });
  const count = grown.subject === subject ? grown.count : blocksPerFrame;
  useEffect(() => {
    if (count >= target) return undefined;
    const frame = requestAnimationFrame(() => setGrown({ subject, count: count + blocksPerFrame }));
    return () => cancelAnimationFrame(frame);
  }, [count, target, subject]);
  return Math.min(count, target);
}

interface BlockProperties {
  readonly rows: readonly EventRow[];
  readonly start: number;
  readonly end: number;
}

/** Some rows, which are rendered again only if there are more of them: a row never changes. */
class Block extends Component<BlockProperties> {
  override shouldComponentUpdate({ rows, end }: BlockProperties): boolean {
    return rows !== this.props.rows || end !== this.props.end;
  }

  override render({ rows, start, end }: BlockProperties) {
    return (
      <div
        role="rowgroup"
        class={start > 0 && end - start === rowsPerBlock ? "wire-block full" : "wire-block"}
      >
        {rows.slice(start, end).map((row) => (
          <Row key={row.number} row={row} />
        ))}
      </div>
    );
  }
}

function Row({ row: { number, at, since, state, text, problem } }: { readonly row: EventRow }) {
  return (
    <div role="row" class="wire-row" aria-rowindex={number + 1}>
      <span role="cell" class="muted">
        {number}
      </span>
      <span role="cell">{formatTime(at)}</span>
      <span role="cell" class="muted">
        +{formatTime(since)}
      </span>
      <span role="cell">
        <span class="badge" data-state={state}>
          {stateNames[state]}
        </span>
      </span>
      <span role="cell" class="wire-text mono">
        <WireText text={text} />
        {problem && <Problem {...problem} />}
      </span>
    </div>
  );
}

/** A problem of an event or of a stream's end. */
export function Problem({ rule, message }: NonNullable<EventRow["problem"]>) {
  return (
    <span class="wire-problem">
      {rule !== undefined && <strong>Breaks {rule}: </strong>}
      {message}
    </span>
  );
}
