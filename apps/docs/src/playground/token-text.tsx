import { useEffect, useMemo, useState } from "preact/hooks";
import { formatProbability, probabilityTenth, type Token } from "./tokens.ts";
import { Visible } from "./visible.tsx";

/** The number of tokens that are rendered once and then left alone. */
const blockLength = 200;

/**
 * The tokens of a continuation, each colored by its probability. The parent listens to their events.
 *
 * @param tokens - may grow between renders.
 */
export function TokenText({ tokens }: { readonly tokens: readonly Token[] }) {
  const shown = useGradual(tokens.length);
  const blocks = Math.ceil(shown / blockLength);
  return (
    <>
      {Array.from({ length: blocks }, (_, index) => {
        const start = index * blockLength;
        return (
          <TokenBlock key={index} tokens={tokens} start={start} end={Math.min(shown, start + blockLength)} />
        );
      })}
    </>
  );
}

/** Follows a number by at most a block for each frame, so that thousands of tokens at once do not freeze the page. */
function useGradual(target: number): number {
  const [most, setMost] = useState(blockLength);
  useEffect(() => {
    if (most >= target) return;
    const frame = requestAnimationFrame(() => setMost(most + blockLength));
    return () => cancelAnimationFrame(frame);
  }, [most, target]);
  return Math.min(most, target);
}

interface TokenBlockProps {
  readonly tokens: readonly Token[];
  readonly start: number;
  readonly end: number;
}

function TokenBlock({ tokens, start, end }: TokenBlockProps) {
  return useMemo(
    () => (
      <span class="token-block">
        {tokens.slice(start, end).map((token, index) => (
          <TokenButton key={start + index} token={token} place={start + index} />
        ))}
      </span>
    ),
    [tokens, start, end],
  );
}

// One Tab stop for all tokens: the arrow keys move between them. A real button could not wrap within a line.
function TokenButton({ token, place }: { readonly token: Token; readonly place: number }) {
  const { text, probability } = token;
  const color = probability === undefined ? "" : ` p${probabilityTenth(probability)}`;
  const title = probability === undefined ? "No probability" : formatProbability(probability);
  const name = text.trim() === "" ? `Token ${JSON.stringify(text)}` : undefined;
  return (
    <span
      role="button"
      tabIndex={place === 0 ? 0 : -1}
      class={`token${color}${text.includes("\n") ? " newline" : ""}`}
      data-place={place}
      title={title}
      aria-label={name}
    >
      <Visible text={text} />
    </span>
  );
}
