import { href } from "../page.ts";
import type { Block, Heading } from "./document.ts";
import { Inline } from "./inline.tsx";
import { Blocks } from "./render-html.tsx";

interface LayoutProps {
  readonly path: string;
  readonly pages: readonly { readonly path: string; readonly title: string }[];
  readonly blocks: readonly Block[];
}

/** A page of the reference with its navigation: at the side if there is room, otherwise folded above the text. */
export function ReferenceLayout(props: LayoutProps) {
  return (
    <div class="reference">
      <details class="reference-menu">
        <summary>Contents</summary>
        <Contents {...props} label="Contents" />
      </details>
      <div class="reference-side">
        <Contents {...props} label="Reference" />
      </div>
      <article class="reference-text">
        <Blocks blocks={props.blocks} />
      </article>
    </div>
  );
}

function Contents({ path, pages, blocks, label }: LayoutProps & { readonly label: string }) {
  return (
    <nav class="side-navigation reference-contents" aria-label={label}>
      <ul>
        {pages.map((page) => (
          <li key={page.path}>
            <a href={href(page.path)} aria-current={page.path === path ? "page" : undefined}>
              {page.title}
            </a>
            {page.path === path && <Headings headings={blocks.filter(isLinked)} />}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Headings({ headings }: { readonly headings: readonly Heading[] }) {
  return (
    <ul>
      {headings.map(({ anchor, level, inline, short = inline }) => (
        <li key={anchor} class={`level-${level}`}>
          <a href={`#${anchor}`}>
            <Inline text={short} />
          </a>
        </li>
      ))}
    </ul>
  );
}

function isLinked(block: Block): block is Heading {
  return block.type === "heading" && block.level > 1;
}
