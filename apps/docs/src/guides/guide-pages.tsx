import type { ComponentChildren } from "preact";
import { Prose } from "../components/prose.tsx";
import { pageOfFile } from "../markdown.ts";
import { href, type Page } from "../page.ts";
import { type DocumentSource, packageDocuments, subjectDocuments } from "./documents.ts";
import { type Guide, guides } from "./guides.ts";
import { readDocument, readSections } from "./sections.ts";

/** A page before it knows its neighbors. */
interface Entry extends Pick<Page, "path" | "title" | "description"> {
  readonly markdown: string;
}

/** The guides, then the documents that they are made from, and an overview of both. */
export function guidePages(): Page[] {
  const subjects = subjectDocuments();
  const packages = packageDocuments();
  // Before the first link is resolved.
  for (const { file, path } of [...subjects, ...packages]) pageOfFile.set(file, path);
  const groups = [
    { title: "Guides", entries: guides.map(guideEntry) },
    { title: "Subjects", entries: subjects.map(documentEntry) },
    { title: "Packages", entries: packages.map(documentEntry) },
  ];
  const entries = groups.flatMap((group) => group.entries);
  return [
    overview(groups),
    ...entries.map((entry, index): Page => {
      const [previous, next] = [entries[index - 1], entries[index + 1]];
      return {
        ...entry,
        section: "guides",
        content: (
          <>
            <Prose markdown={entry.markdown} />
            <nav class="pager" aria-label="Previous and next page">
              {previous && <PagerLink entry={previous}>Previous</PagerLink>}
              {next && <PagerLink entry={next}>Next</PagerLink>}
            </nav>
          </>
        ),
      };
    }),
  ];
}

function PagerLink({ entry, children }: { readonly entry: Entry; readonly children: ComponentChildren }) {
  return (
    <a class="card" href={href(entry.path)} rel={children === "Next" ? "next" : "prev"}>
      <span class="muted">{children}</span> <strong>{entry.title}</strong>
    </a>
  );
}

function guideEntry({ name, title, description, sources }: Guide): Entry {
  const text = sources
    .map(readSections)
    .join("\n\n")
    // The page's own title says the same.
    .replace(/^## Example: .*\n+/, "");
  return { path: `guides/${name}/`, title, description, markdown: `# ${title}\n\n${text}` };
}

function documentEntry({ file, path, title, description }: DocumentSource): Entry {
  return { path, title, description, markdown: readDocument(file) };
}

interface Group {
  readonly title: string;
  readonly entries: readonly Entry[];
}

function overview([first, ...others]: readonly Group[]): Page {
  const title = "Guides";
  const description = "Step by step from the first request to a parameter of your own.";
  const list = (entries: readonly Entry[]) =>
    entries.map((entry) => `- [${entry.title}](${href(entry.path)}): ${entry.description}`).join("\n");
  const sections = others.map((group) => `\n\n## ${group.title}\n\n${list(group.entries)}`).join("");
  return {
    path: "guides/",
    title,
    description,
    section: "guides",
    markdown: `# ${title}\n\n${description}\n\n${list(first?.entries ?? [])}${sections}`,
    content: (
      <>
        <h1>{title}</h1>
        <p class="lead">{description}</p>
        <Cards entries={first?.entries ?? []} heading="h2" />
        {others.map((group) => (
          <section key={group.title}>
            <h2>{group.title}</h2>
            <Cards entries={group.entries} heading="h3" />
          </section>
        ))}
      </>
    ),
  };
}

function Cards({
  entries,
  heading: Heading,
}: {
  readonly entries: readonly Entry[];
  readonly heading: "h2" | "h3";
}) {
  return (
    <ul class="cards">
      {entries.map(({ path, title, description }) => (
        <li key={path} class="card">
          <Heading>
            <a href={href(path)}>{title}</a>
          </Heading>
          <p class="muted">{description}</p>
        </li>
      ))}
    </ul>
  );
}
