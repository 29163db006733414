import type { Page } from "../page.ts";
import type { Block } from "./document.ts";
import { errorsPage } from "./errors-page.ts";
import { facePage } from "./face-page.ts";
import { overviewPage } from "./overview-page.ts";
import { ReferenceLayout } from "./reference-layout.tsx";
import { renderBlocks } from "./render-markdown.ts";
import { rulesPage } from "./rules-page.ts";
import { findTargets } from "./search-targets.ts";
import { faces } from "./spec.ts";
import { streamingPage } from "./streaming-page.ts";

interface ReferencePage {
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly blocks: readonly Block[];
}

/** The pages of the reference, made from the specs of both faces. */
export function referencePages(): Page[] {
  const pages = listPages();
  const links = pages.map(({ path, title }) => ({ path, title }));
  return pages.map(({ blocks, ...page }) => ({
    ...page,
    section: "reference",
    wide: true, // The layout has a navigation of its own.
    content: <ReferenceLayout path={page.path} pages={links} blocks={blocks} />,
    markdown: renderBlocks(blocks),
    targets: findTargets(blocks),
  }));
}

function listPages(): ReferencePage[] {
  const [completions, openai] = faces;
  return [
    {
      path: "reference/",
      title: "Overview",
      description: "Both faces of the API, their operations, and authentication.",
      blocks: overviewPage(),
    },
    {
      path: completions.path,
      title: "The completions face",
      description: "Operations, parameters, responses and schemas of the API's own form.",
      blocks: facePage(completions),
    },
    {
      path: openai.path,
      title: "The openai face",
      description: "Operations, parameters, responses and schemas of the form for OpenAI's clients.",
      blocks: facePage(openai),
    },
    {
      path: "reference/errors/",
      title: "Error codes",
      description: "The error codes of both faces, with status and meaning.",
      blocks: errorsPage(),
    },
    {
      path: "reference/rules/",
      title: "Rules",
      description: "The rules of the API that no schema can express.",
      blocks: rulesPage(),
    },
    {
      path: "reference/streaming/",
      title: "Streaming",
      description: "The events of a streamed completion and their order.",
      blocks: streamingPage(),
    },
  ];
}
