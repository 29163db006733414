import type { ComponentChildren } from "preact";
import type { Manifest } from "vite";
import { SearchButton } from "./components/search-button.tsx";
import { href, type Page, type Section } from "./page.ts";

const sections: readonly { readonly section: Section; readonly path: string; readonly name: string }[] = [
  { section: "guides", path: "guides/", name: "Guides" },
  { section: "reference", path: "reference/", name: "Reference" },
  { section: "playground", path: "playground/", name: "Playground" },
  { section: "reports", path: "reports/", name: "Reports" },
];

/**
 * The whole HTML document of a page.
 *
 * @param page - the page.
 * @param siblings - the pages of its section, in the order of the navigation.
 * @param manifest - the scripts and styles that Vite made.
 */
export function Document({ page, siblings, manifest }: DocumentProps) {
  const site = filesOf(manifest, "src/browser/site.ts");
  const own = page.script === undefined ? undefined : filesOf(manifest, `src/browser/${page.script}.tsx`);
  const styles = new Set([...site.styles, ...(own?.styles ?? [])]);
  const title = page.path === "" ? page.title : `${page.title} · completions-api`;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content={page.description} />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="alternate" type="text/markdown" href={`${href(page.path)}index.md`} />
        {[...styles].map((file) => (
          <link key={file} rel="stylesheet" href={`/${file}`} />
        ))}
        {(own?.imports ?? []).map((file) => (
          <link key={file} rel="modulepreload" href={`/${file}`} />
        ))}
        <script type="module" src={`/${site.file}`} />
        {own && <script type="module" src={`/${own.file}`} />}
      </head>
      <body>
        <a class="skip-link" href="#main">
          Skip to the content
        </a>
        <Header section={page.section} />
        <div class={page.wide ? "page wide" : "page"}>
          {!page.wide && siblings.length > 1 && <SideNavigation page={page} siblings={siblings} />}
          <main id="main" tabIndex={-1}>
            {page.content}
          </main>
        </div>
        <footer class="site-footer">
          <a href={`${href(page.path)}index.md`}>This page as Markdown</a>
          <a href="/llms.txt">llms.txt</a>
          <a href={href("journal/")}>Journal of the mock</a>
        </footer>
      </body>
    </html>
  );
}

interface DocumentProps {
  readonly page: Page;
  readonly siblings: readonly Page[];
  readonly manifest: Manifest;
}

function Header({ section }: { readonly section: Section }): ComponentChildren {
  return (
    <header class="site-header">
      <a class="site-name" href="/">
        completions<span>-api</span>
      </a>
      <nav aria-label="Site">
        {sections.map(({ section: name, path, name: text }) => (
          <a key={path} href={href(path)} aria-current={name === section ? "true" : undefined}>
            {text}
          </a>
        ))}
      </nav>
      <div id="search">
        <SearchButton />
      </div>
    </header>
  );
}

function SideNavigation({ page, siblings }: Omit<DocumentProps, "manifest">): ComponentChildren {
  return (
    // A long list scrolls by itself beside the page, by keyboard as well.
    <nav class="side-navigation" aria-label="Section" tabIndex={0}>
      <details>
        <summary>Pages</summary>
        <ul>
          {siblings.map(({ path, title }) => (
            <li key={path}>
              <a href={href(path)} aria-current={path === page.path ? "page" : undefined}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}

function filesOf(manifest: Manifest, source: string) {
  const entry = manifest[source];
  if (entry === undefined) throw new Error(`Vite made no script of ${source}.`);
  const imports = (entry.imports ?? []).map((name) => manifest[name]).filter((chunk) => chunk !== undefined);
  return {
    file: entry.file,
    imports: imports.map(({ file }) => file),
    styles: [...(entry.css ?? []), ...imports.flatMap(({ css = [] }) => css)],
  };
}
