import type { Page } from "../page.ts";

export function playgroundPage(): Page {
  return {
    path: "playground/",
    title: "Playground",
    description: "Playground.",
    section: "playground",
    markdown: "# Playground",
    content: <h1>Playground</h1>,
    script: "playground",
    wide: true,
  };
}
