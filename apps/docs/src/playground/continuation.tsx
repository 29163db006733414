import { useEffect, useRef, useState } from "preact/hooks";
import { Alternatives } from "./alternatives.tsx";
import type { Column } from "./column.ts";
import type { DiffPart } from "./diff.ts";
import { summarize } from "./run-summary.ts";
import { TokenText } from "./token-text.tsx";
import type { Token } from "./tokens.ts";
import { Visible, VisibleBlocks } from "./visible.tsx";

interface ContinuationProps {
  readonly column: Column;
  /** The difference from the first continuation, if it is to be shown. */
  readonly difference: readonly DiffPart[] | undefined;
  onContinue(cut?: { readonly place: number; readonly token: Token }): void;
}

interface OpenToken {
  readonly place: number;
  readonly left: number;
  readonly top: number;
  readonly isPinned: boolean;
}

/** The delay that lets the pointer reach the list below a token, in milliseconds. */
const closeDelay = 200;

/** The prompt with one continuation, and its figures. */
export function Continuation({ column, difference, onContinue }: ContinuationProps) {
  const [open, setOpen] = useState<OpenToken>();
  const text = useRef<HTMLDivElement>(null);
  const timer = useRef(0);
  useEffect(() => setOpen(undefined), [column.id]);
  const token = open && column.tokens?.[open.place];

  function openAt(target: EventTarget | null, isPinned: boolean) {
    const element = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
    if (!element || !text.current) return;
    clearTimeout(timer.current);
    if (open?.isPinned && !isPinned) return;
    const box = text.current.getBoundingClientRect();
    const place = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const left = Math.max(0, Math.min(place.left - box.left, box.width - 260));
    setOpen({ place: Number(element.dataset.place), left, top: place.bottom - box.top, isPinned });
  }

  function closeSoon() {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(
      () => setOpen((current) => (current?.isPinned ? current : undefined)),
      closeDelay,
    );
  }

  function close() {
    const place = open?.place;
    setOpen(undefined);
    if (place !== undefined) tokenElement(place)?.focus();
  }

  function tokenElement(place: number): HTMLElement | null | undefined {
    return text.current?.querySelector<HTMLElement>(`[data-place="${place}"]`);
  }

  function onKeyDown(event: KeyboardEvent) {
    const element = event.target instanceof HTMLElement ? event.target : undefined;
    const place = element?.dataset.place;
    if (place === undefined) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) tokenElement(Number(place) + step)?.focus();
    else if (event.key === "Enter" || event.key === " ") openAt(event.target, true);
    else if (event.key === "Escape") setOpen(undefined);
    else return;
    event.preventDefault();
  }

  return (
    <section class="continuation card" aria-label={column.label} aria-busy={column.isRunning}>
      <header class="continuation-header">
        <h2>{column.label}</h2>
        {column.isRunning ? <span class="badge running">Running</span> : <FinishBadge column={column} />}
        {!column.isRunning && column.text !== "" && (
          <button type="button" class="button small" onClick={() => onContinue()}>
            Continue
          </button>
        )}
      </header>
      <div
        ref={text}
        role="group"
        aria-label="Text"
        class="continuation-text"
        onKeyDown={onKeyDown}
        onClick={(event) => openAt(event.target, true)}
        onPointerOver={(event) => openAt(event.target, false)}
        onPointerLeave={closeSoon}
        onFocusIn={(event) => openAt(event.target, false)}
      >
        {!column.hasEcho && column.prompt !== "" && (
          <bdi class="continuation-prompt">
            <VisibleBlocks text={column.prompt} />
          </bdi>
        )}
        <bdi class="continuation-new">
          {difference ? (
            <Difference parts={difference} />
          ) : column.tokens ? (
            <TokenText tokens={column.tokens} />
          ) : (
            <VisibleBlocks text={column.text} />
          )}
        </bdi>
        {column.isRunning && <span class="caret" aria-hidden="true" />}
        {open && token && (
          <Alternatives
            token={token}
            left={open.left}
            top={open.top}
            hasFocus={open.isPinned}
            onClose={close}
            onPick={({ text: picked, probability }) => {
              setOpen(undefined);
              onContinue({
                place: open.place,
                token: { text: picked, probability, alternatives: token.alternatives },
              });
            }}
          />
        )}
      </div>
      {column.note !== undefined && <p class="continuation-note">{column.note}</p>}
      <Figures column={column} />
    </section>
  );
}

function Difference({ parts }: { readonly parts: readonly DiffPart[] }) {
  return (
    <>
      {parts.map(({ kind, text }, index) => {
        if (kind === "same") return <Visible key={index} text={text} />;
        const Mark = kind === "added" ? "ins" : "del";
        return (
          <Mark key={index}>
            <Visible text={text} />
          </Mark>
        );
      })}
    </>
  );
}

function FinishBadge({ column: { finishReason, record } }: { readonly column: Column }) {
  if (record?.error) return <span class="badge failed">Failed</span>;
  return <span class="badge">{finishReason === undefined ? "Stopped" : `Finished: ${finishReason}`}</span>;
}

function Figures({ column }: { readonly column: Column }) {
  const { usage, tokens } = column;
  const { timeToFirstToken, tokensPerSecond } = summarize(column);
  const figures = [
    ["Time to first token", timeToFirstToken === undefined ? undefined : `${timeToFirstToken.toFixed(0)} ms`],
    ["Tokens a second", tokensPerSecond?.toFixed(1)],
    ["Prompt tokens", usage?.prompt_tokens],
    ["Completion tokens", usage?.completion_tokens ?? (tokens?.length || undefined)],
  ] as const;
  return (
    <dl class="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? "–"}</dd>
        </div>
      ))}
    </dl>
  );
}
