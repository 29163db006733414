import { Fragment, type VNode } from "preact";

/** Renders a line of Markdown that has only code and links: "`n`, see [`best_of`](/reference/openai/#best_of)". */
export function Inline({ text }: { readonly text: string }): VNode {
  const parts = text.split(/(`[^`]+`|\[[^\]]+\]\([^)]+\))/);
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>{renderPart(part)}</Fragment>
      ))}
    </>
  );
}

function renderPart(part: string): VNode | string {
  const [, label, target = ""] = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part) ?? [];
  if (label !== undefined)
    return (
      <a href={target}>
        <Inline text={label} />
      </a>
    );
  return part.length > 2 && part.startsWith("`") ? <code>{part.slice(1, -1)}</code> : part;
}

/** Removes the marks of code and links from a line of Markdown. */
export function plainText(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\([^)]+\)/g, "$1").replaceAll("`", "");
}
