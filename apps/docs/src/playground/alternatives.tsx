import { useEffect, useRef } from "preact/hooks";
import { type Alternative, formatProbability, isPartOfCharacter, type Token } from "./tokens.ts";
import { Visible } from "./visible.tsx";

interface AlternativesProps {
  readonly token: Token;
  /** The place of the list, relative to the text. */
  readonly left: number;
  readonly top: number;
  /** True if the user opened the list, so that it takes the focus. */
  readonly hasFocus: boolean;
  onPick(alternative: Alternative): void;
  onClose(): void;
}

/** The likeliest tokens at a place. Each is a button that continues from there. */
export function Alternatives({ token, left, top, hasFocus, onPick, onClose }: AlternativesProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (hasFocus) list.current?.querySelector("button")?.focus();
  }, [hasFocus, token]);
  return (
    <div
      ref={list}
      class="alternatives"
      role="dialog"
      aria-label="Likeliest tokens here"
      style={{ left: `${left}px`, top: `${top}px` }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
          const current = buttons.findIndex((button) => button.matches(":focus"));
          buttons.at((current + (event.key === "ArrowDown" ? 1 : -1)) % buttons.length)?.focus();
          event.preventDefault();
        }
      }}
    >
      <p class="alternatives-title">
        {token.probability === undefined
          ? "No probability"
          : `This token: ${formatProbability(token.probability)}`}
      </p>
      {token.alternatives.length === 0 && (
        <p class="muted">The server listed no other tokens. Set `logprobs` above 0.</p>
      )}
      <ul>
        {token.alternatives.map((alternative) => (
          <li key={alternative.text}>
            <button
              type="button"
              disabled={isPartOfCharacter(alternative.text)}
              aria-current={alternative.text === token.text ? "true" : undefined}
              onClick={() => onPick(alternative)}
            >
              <bdi class="mono">
                <Visible text={markSpaces(alternative.text)} />
              </bdi>
              <meter min={0} max={1} value={alternative.probability} aria-hidden="true" />
              <span class="alternatives-number">{formatProbability(alternative.probability)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p class="alternatives-hint muted">Pick one to continue from there.</p>
    </div>
  );
}

function markSpaces(text: string): string {
  return text.replaceAll(" ", "·").replaceAll("\n", "↵").replaceAll("\t", "⇥");
}
