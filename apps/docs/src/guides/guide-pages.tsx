import type { Page } from "../page.ts";

export function guidePages(): Page[] {
  return [
    {
      path: "guides/",
      title: "Guides",
      description: "Guides.",
      section: "guides",
      markdown: "# Guides",
      content: <h1>Guides</h1>,
    },
  ];
}
