import { Marked } from "marked";
import { repositoryUrl } from "./repository.ts";

/** Site pages that are made from a file of the repository, by that file's path. The pages' makers fill it before anything is rendered. */
export const pageOfFile = new Map<string, string>();

/** @returns the id that a heading of Markdown gets, by GitHub's rule: lower case, without punctuation, hyphens for spaces. */
export function headingId(text: string): string {
  return text
    .toLowerCase()
    .replace(/<[^>]*>/g, "")
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}

/**
 * Gives the address of a link that stands in a file of the repository.
 *
 * @param target - as written: relative to the file, an anchor, or an address of the web.
 * @param file - the file's path from the repository's root.
 */
export function resolveLink(target: string, file: string): string {
  if (/^([a-z]+:|#|\/)/i.test(target)) return target;
  const { pathname, hash } = new URL(target, `file:///${file}`);
  const path = decodeURIComponent(pathname.slice(1));
  const page = pageOfFile.get(path);
  return page === undefined ? `${repositoryUrl}/blob/main/${path}${hash}` : `/${page}${hash}`;
}

/**
 * Renders Markdown that stands in this repository. Never use it for text of anybody else: it passes HTML on.
 *
 * @param file - the path of the file that the Markdown is from, which its relative links start from.
 */
export function renderMarkdown(markdown: string, file = "README.md"): string {
  const ids = new Map<string, number>();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        const id = headingId(text);
        const times = ids.get(id) ?? 0;
        ids.set(id, times + 1);
        return `<h${depth} id="${times === 0 ? id : `${id}-${times}`}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      // Wide tables scroll by themselves, by keyboard as well.
      table(token) {
        const row = (cells: typeof token.header, tag: string) =>
          `<tr>${cells.map(({ text, tokens }) => (text === "" ? "<td></td>" : `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`)).join("")}</tr>`;
        return `<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="table"><thead>${row(token.header, "th")}</thead><tbody>${token.rows.map((cells) => row(cells, "td")).join("")}</tbody></table></div>\n`;
      },
      code({ text, lang }) {
        const label = lang ? `Code, ${lang.split(/\s/)[0]}` : "Code";
        return `<pre tabindex="0" role="group" aria-label="${escapeHtml(label)}"><code>${escapeHtml(text)}</code></pre>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${escapeHtml(resolveLink(href, file))}">${this.parser.parseInline(tokens)}</a>`;
      },
      // The policy of the pages allows no images of other servers, and the badges and screenshots of a README are for its readers there.
      image: ({ text }) => (text === "" ? "" : `<em>${escapeHtml(text)}</em>`),
    },
  });
  return marked.parse(markdown, { async: false });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
