import { useMemo } from "preact/hooks";
import { visibleText } from "./visible-text.ts";

/** The length of a piece of text that is rendered once and then left alone. */
const blockLength = 4000;

/** From here on, blocks outside of the window are not laid out. */
const longText = 20_000;

/** Shows a text of anyone's as nothing but text. Hidden characters are written out. */
export function Visible({ text }: { readonly text: string }) {
  return useMemo(
    () => (
      <>
        {visibleText(text).map((part, index) =>
          part.name === undefined ? (
            part.text
          ) : (
            <span key={index} class="hidden-character">
              {part.name}
            </span>
          ),
        )}
      </>
    ),
    [text],
  );
}

/** A text of any length, in pieces of which only the last changes while it grows. */
export function VisibleBlocks({ text }: { readonly text: string }) {
  const blocks = splitBlocks(text);
  const name = text.length > longText ? "text-block long" : "text-block";
  return (
    <>
      {blocks.map((block, index) => (
        <span key={index} class={name}>
          <Visible text={block} />
        </span>
      ))}
    </>
  );
}

/** Splits a text after line breaks where it can, and never within a character. */
function splitBlocks(text: string): string[] {
  const blocks: string[] = [];
  let start = 0;
  while (text.length - start > blockLength) {
    const piece = text.slice(start, start + blockLength);
    const space = Math.max(piece.lastIndexOf("\n"), piece.lastIndexOf(" ") - blockLength / 2);
    const isWithinCharacter = /[\uD800-\uDBFF]$/.test(piece);
    const length =
      space > blockLength / 2
        ? piece.lastIndexOf(piece[space] === "\n" ? "\n" : " ") + 1
        : blockLength - Number(isWithinCharacter);
    blocks.push(text.slice(start, start + length));
    start += length;
  }
  return [...blocks, text.slice(start)];
}
