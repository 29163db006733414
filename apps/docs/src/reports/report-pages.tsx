import type { Page } from "../page.ts";

export function reportPages(): Page[] {
  return [
    {
      path: "reports/",
      title: "Reports",
      description: "Reports.",
      section: "reports",
      markdown: "# Reports",
      content: <h1>Reports</h1>,
    },
  ];
}
