import type { Block, CodeBlock, Entry, Row } from "./document.ts";

/** Writes a page of the reference as Markdown. Anchors are empty HTML elements, which Markdown permits. */
export function renderBlocks(blocks: readonly Block[]): string {
  return blocks.map(renderBlock).join("\n\n");
}

function renderBlock(block: Block): string {
  switch (block.type) {
    case "heading":
      return `${"#".repeat(block.level)} ${target(block.anchor)}${block.inline}`;
    case "text":
      return block.markdown;
    case "table":
      return [
        renderRow({ cells: block.columns }),
        renderRow({ cells: block.columns.map(() => "---") }),
        ...block.rows.map(renderRow),
      ].join("\n");
    case "code":
      return renderCode(block);
    case "entries":
      return block.entries.map(renderEntry).join("\n\n");
    case "tabs":
      return [
        `${target(block.anchor)}**${block.title}**`,
        ...block.tabs.flatMap(({ name, code }) => [`${name}:`, renderCode(code)]),
        ...(block.output === undefined ? [] : ["The programs print:", renderCode(block.output)]),
      ].join("\n\n");
    case "disclosure":
      return `${target(block.anchor)}**${block.inline}**\n\n${renderBlocks(block.body)}`;
  }
}

function renderRow({ anchor, cells }: Row): string {
  const texts = cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " "));
  return `| ${anchor === undefined ? "" : target(anchor)}${texts.join(" | ")} |`;
}

function renderEntry({ anchor, name, facts, required, body }: Entry): string {
  const all = required ? [...facts, "required"] : facts;
  const head = `- ${target(anchor)}\`${name}\`${all.length === 0 ? "" : `: ${all.join(", ")}`}`;
  if (body.length === 0) return head;
  return `${head}\n\n${indent(renderBlocks(body))}`;
}

function renderCode({ language, text }: CodeBlock): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

function target(anchor: string): string {
  return `<a id="${anchor}"></a>`;
}
