import type { Page } from "./page.ts";

/** Lists the pages in the navigation beside a page: those of its section at the top, and those in its own folder. */
export function neighborsOf(page: Page, pages: readonly Page[]): readonly Page[] {
  const folders = (path: string) => path.split("/").slice(0, -1);
  const own = folders(page.path).slice(0, 2).join("/");
  return pages.filter(
    ({ section, path }) =>
      section === page.section && (folders(path).length <= 2 || path.startsWith(`${own}/`)),
  );
}
