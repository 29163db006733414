import type { Page } from "../page.ts";

export function referencePages(): Page[] {
  return [
    {
      path: "reference/",
      title: "Reference",
      description: "Reference.",
      section: "reference",
      markdown: "# Reference",
      content: <h1>Reference</h1>,
    },
  ];
}
