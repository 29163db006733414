import type { SearchTarget } from "../search/search-target.ts";
import type { Block } from "./document.ts";
import { plainText } from "./inline.tsx";
import { withoutTables } from "./spec.ts";

const longestText = 120;

/** Lists what the search finds on a page: its headings, entries and the rows of its tables that have an anchor. */
export function findTargets(blocks: readonly Block[]): SearchTarget[] {
  return blocks.flatMap((block, index) => {
    switch (block.type) {
      case "heading":
        return block.level === 1
          ? []
          : [target(block.anchor, block.inline, firstText(blocks.slice(index + 1, index + 3)))];
      case "entries":
        return block.entries.flatMap(({ anchor, name, facts, body }) => [
          target(anchor, name, [...facts, firstText(body)].join(", ")),
          ...findTargets(body),
        ]);
      case "table":
        return block.rows.flatMap(({ anchor, cells: [name = "", ...others] }) =>
          anchor === undefined ? [] : [target(anchor, name, others.join(" "))],
        );
      default:
        return [];
    }
  });
}

function target(anchor: string, title: string, text: string): SearchTarget {
  const plain = plainText(text).replace(/\s+/g, " ");
  const short = plain.length > longestText ? `${plain.slice(0, longestText - 1)}…` : plain;
  return { anchor, title: plainText(title), text: short };
}

function firstText(blocks: readonly Block[]): string {
  const first = blocks.find((block) => block.type === "text");
  return first === undefined ? "" : withoutTables(first.markdown);
}
