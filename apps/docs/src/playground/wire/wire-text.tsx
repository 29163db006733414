import { useState } from "preact/hooks";
import { Visible } from "../visible.tsx";

const shownLength = 2000;

/** A text from the wire, which may have any length and any characters. */
export function WireText({ text }: { readonly text: string }) {
  const [isWhole, setIsWhole] = useState(false);
  if (isWhole || text.length <= shownLength) return <Visible text={text} />;
  return (
    <>
      <Visible text={text.slice(0, shownLength)} />…{" "}
      <button type="button" class="button" onClick={() => setIsWhole(true)}>
        Show all {text.length} characters
      </button>
    </>
  );
}
