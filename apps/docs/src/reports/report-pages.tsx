import { href, type Page } from "../page.ts";
import { contractPage } from "./contract-page.tsx";
import { reviewPage } from "./review-page.tsx";

/** An overview, and a page for each report. */
export function reportPages(): Page[] {
  const reports = [contractPage(), reviewPage()];
  const title = "Reports";
  const description =
    "What the tools of this repository find in real servers and in a real change of the spec.";
  const list = reports.map((page) => `- [${page.title}](${href(page.path)}): ${page.description}`).join("\n");
  return [
    {
      path: "reports/",
      title,
      description,
      section: "reports",
      markdown: `# ${title}\n\n${description}\n\n${list}`,
      content: (
        <>
          <h1>{title}</h1>
          <p class="lead">{description}</p>
          <ul class="cards">
            {reports.map((page) => (
              <li key={page.path} class="card">
                <h2>
                  <a href={href(page.path)}>{page.title}</a>
                </h2>
                <p class="muted">{page.description}</p>
              </li>
            ))}
          </ul>
        </>
      ),
    },
    ...reports,
  ];
}
