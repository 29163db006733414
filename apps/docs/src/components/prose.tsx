import { renderMarkdown } from "../markdown.ts";

/** Markdown of this repository as a text to read. Only for the build: the browser gets its HTML. */
export function Prose({ markdown, file }: { readonly markdown: string; readonly file?: string }) {
  const __html = renderMarkdown(markdown, file);
  return <div class="prose" dangerouslySetInnerHTML={{ __html }} />;
}
