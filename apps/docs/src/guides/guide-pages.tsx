import type { ComponentChildren } from "preact";
import { Prose } from "../components/prose.tsx";
import { pageOfFile } from "../markdown.ts";
import { href, type Page } from "../page.ts";
import { type DocumentSource, manualDocuments, packageDocuments, subjectDocuments } from "./documents.ts";
import { type Guide, guides } from "./guides.ts";
import { readDocument, readSections } from "./sections.ts";

/** A page before it knows its neighbors. */
interface Entry extends Pick<Page, "path" | "title" | "description"> {
  readonly markdown: string;
}

/** The guides, the gateway's manual and the READMEs of the packages, each group with an overview. */
export function guidePages(): Page[] {
  const packages = packageDocuments();
  const manual = manualDocuments();
  // Before the first link is resolved.
  for (const { file, path } of [...subjectDocuments, ...manual, ...packages]) pageOfFile.set(file, path);
  const groups: readonly Group[] = [
    {
      path: "guides/",
      title: "Guides",
      description: "Step by step from the first request to a parameter of your own.",
      entries: [...guides.map(guideEntry), ...subjectDocuments.map(documentEntry)],
    },
    {
      path: "guides/gateway/",
      title: "Gateway manual",
      description: "How to configure and operate the gateway.",
      entries: manual.map(documentEntry),
    },
    {
      path: "guides/packages/",
      title: "Packages",
      description: "The README of each package.",
      entries: packages.map(documentEntry),
    },
  ];
  return groups.flatMap((group, index) => [
    // The first overview leads to the others.
    overview(group, index === 0 ? groups.slice(1) : []),
    ...group.entries.map((entry, place) =>
      entryPage(entry, group.entries[place - 1], group.entries[place + 1]),
    ),
  ]);
}

function entryPage(entry: Entry, previous: Entry | undefined, next: Entry | undefined): Page {
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

interface Group extends Pick<Page, "path" | "title" | "description"> {
  readonly entries: readonly Entry[];
}

function overview({ path, title, description, entries }: Group, others: readonly Group[]): Page {
  const cards = [...entries, ...others];
  const list = cards
    .map((entry) => `- [${entry.title}](${href(entry.path)}): ${entry.description}`)
    .join("\n");
  return {
    path,
    title,
    description,
    section: "guides",
    markdown: `# ${title}\n\n${description}\n\n${list}`,
    content: (
      <>
        <h1>{title}</h1>
        <p class="lead">{description}</p>
        <ul class="cards">
          {cards.map((entry) => (
            <li key={entry.path} class="card">
              <h2>
                <a href={href(entry.path)}>{entry.title}</a>
              </h2>
              <p class="muted">{entry.description}</p>
            </li>
          ))}
        </ul>
      </>
    ),
  };
}
