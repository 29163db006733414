import { useState } from "preact/hooks";

/** Copies a text. Where the clipboard cannot be used, it selects the text for the user to copy. */
export function CopyButton({
  text,
  source,
}: {
  readonly text: string;
  /** Returns the element that shows the text. */
  source(): Element | null;
}) {
  // A result says nothing about another text.
  const [copied, setCopied] = useState<{ readonly text: string; readonly result: string }>();

  async function copy() {
    try {
      // Browsers have a clipboard only on HTTPS and on this machine.
      await navigator.clipboard.writeText(text);
      setCopied({ text, result: "Copied" });
    } catch {
      const element = source();
      if (element) getSelection()?.selectAllChildren(element);
      setCopied({ text, result: "Selected. Press Ctrl+C or ⌘C to copy." });
    }
  }

  return (
    <div class="code-copy">
      <button type="button" class="button" onClick={copy}>
        Copy
      </button>
      <span role="status" class="muted">
        {copied?.text === text ? copied.result : ""}
      </span>
    </div>
  );
}
