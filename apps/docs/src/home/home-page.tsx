import type { Page } from "../page.ts";

export function homePage(): Page {
  return {
    path: "",
    title: "completions-api",
    description: "completions-api.",
    section: "home",
    markdown: "# completions-api",
    content: <h1>completions-api</h1>,
  };
}
