import { href, type Page } from "./page.ts";

/**
 * Lists the pages for programs that read text, by the convention of https://llmstxt.org: a heading, a summary, and a list of links for
 * each section.
 */
export function llmsText(pages: readonly Page[]): string {
  const [home, ...others] = pages;
  if (home === undefined) throw new Error("The site has no home page.");
  const sections = new Map<string, Page[]>();
  for (const page of others) sections.set(page.section, [...(sections.get(page.section) ?? []), page]);
  const lists = [...sections].map(([section, pages]) => {
    const name = section.charAt(0).toUpperCase() + section.slice(1);
    const links = pages.map(
      ({ path, title, description }) => `- [${title}](${href(path)}index.md): ${description}`,
    );
    return `## ${name}\n\n${links.join("\n")}\n`;
  });
  return `# ${home.title}\n\n> ${home.description}\n\n${lists.join("\n")}`;
}
