/** A block of code that scrolls by itself and can be reached by keyboard. */
export function Code({ text, language }: { readonly text: string; readonly language: string }) {
  return (
    <pre tabIndex={0} role="region" aria-label={`Code, ${language}`}>
      <code>{text}</code>
    </pre>
  );
}
