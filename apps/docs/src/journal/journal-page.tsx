import { href, type Page } from "../page.ts";
import { Journal } from "./journal.tsx";

const purpose =
  "The requests that the mock behind this site has received, the newest first, with its responses as they were written.";

/** The page that shows the journal of a mock. */
export function journalPage(): Page {
  return {
    path: "journal/",
    title: "Journal",
    description: purpose,
    section: "journal",
    script: "journal",
    wide: true,
    markdown: `# Journal\n\n${purpose} Programs read the same from \`GET /__mock/requests\`.`,
    content: (
      <>
        <h1>Journal</h1>
        <p class="muted">
          {purpose} Try it in the <a href={href("playground/")}>playground</a>.
        </p>
        <div id="journal">
          <Journal />
        </div>
      </>
    ),
  };
}
