import { useMemo, useState } from "preact/hooks";
import type { Column } from "./column.ts";
import { Continuation } from "./continuation.tsx";
import { diffWords } from "./diff.ts";
import type { Token } from "./tokens.ts";

interface ContinuationsProps {
  readonly columns: readonly Column[];
  onContinue(id: string, cut?: { readonly place: number; readonly token: Token }): void;
}

/** The continuations side by side, with the switches of how they are shown. */
export function Continuations({ columns, onContinue }: ContinuationsProps) {
  const [hasColors, setHasColors] = useState(true);
  const [hasBoundaries, setHasBoundaries] = useState(false);
  const [isCompared, setIsCompared] = useState(false);
  const isRunning = columns.some((column) => column.isRunning);
  const texts = columns.map(({ text }) => text);
  const differences = useMemo(
    () => (isCompared && !isRunning ? texts.slice(1).map((text) => diffWords(texts[0] ?? "", text)) : []),
    [isCompared, isRunning, ...texts],
  );
  const hasTokens = columns.some(({ tokens }) => tokens !== undefined && tokens.length > 0);
  const isPlain = columns.some(
    ({ tokens, isRunning: runs, text }) => tokens === undefined && !runs && text !== "",
  );
  return (
    <>
      <div class="view-switches" role="group" aria-label="View">
        <Switch label="Probability colors" isOn={hasColors} onChange={setHasColors} />
        <Switch label="Token boundaries" isOn={hasBoundaries} onChange={setHasBoundaries} />
        {columns.length > 1 && <Switch label="Differences" isOn={isCompared} onChange={setIsCompared} />}
        {hasTokens && hasColors && <Legend />}
      </div>
      {isPlain && !hasTokens && (
        <p class="muted view-note">
          These continuations have no log probabilities, so they are shown without colors. Set{" "}
          <code>logprobs</code>, if the server supports it.
        </p>
      )}
      <div class={`continuations${hasColors ? " colors" : ""}${hasBoundaries ? " boundaries" : ""}`}>
        {columns.map((column, index) => (
          <Continuation
            key={column.id}
            column={column}
            difference={index > 0 ? differences[index - 1] : undefined}
            onContinue={(cut) => onContinue(column.id, cut)}
          />
        ))}
      </div>
    </>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  onChange(isOn: boolean): void;
}

function Switch({ label, isOn, onChange }: SwitchProps) {
  return (
    <label class="switch">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

function Legend() {
  return (
    <span class="legend muted">
      0 %
      <span class="legend-scale colors" aria-hidden="true">
        {Array.from({ length: 10 }, (_, tenth) => (
          <span key={tenth} class={`token p${tenth}`} />
        ))}
      </span>
      100 %
    </span>
  );
}
