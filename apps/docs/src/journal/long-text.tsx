/** The most characters that are shown. A browser takes seconds to lay out megabytes of text. */
const mostShown = 2 ** 16;

/** Text of any length and content, which scrolls by itself and can be reached by keyboard. */
export function LongText({ text, label }: { readonly text: string; readonly label: string }) {
  const hidden = text.length - mostShown;
  return (
    <pre tabIndex={0} role="group" aria-label={label} class="journal-text">
      {hidden > 0 ? `${text.slice(0, mostShown)}\n… and ${hidden} characters more` : text}
    </pre>
  );
}
