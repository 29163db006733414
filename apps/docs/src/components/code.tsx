interface CodeProps {
  readonly text: string;
  readonly language: string;
  /** Unique on the page. Needed if there are several blocks in the same language. */
  readonly label?: string;
}

/** A block of code that scrolls by itself and can be reached by keyboard. */
export function Code({ text, language, label = `Code, ${language}` }: CodeProps) {
  return (
    <pre tabIndex={0} role="group" aria-label={label}>
      <code>{text}</code>
    </pre>
  );
}
