import type { Page } from "../page.ts";
import { readRepositoryFile } from "../repository.ts";
import type { Face } from "./face.ts";
import { type FaceForm, type Field, type FormSpec, formModel } from "./form-model.ts";
import { Playground } from "./playground.tsx";

const description = "Complete a prompt with every parameter, and look at each token and each event.";

/** The page, whose form the browser takes from an attribute: the specs themselves would be ten times as large. */
export function playgroundPage(): Page {
  const forms = [
    readForm("openai", "spec/dist/openai.json"),
    readForm("completions", "spec/dist/openapi.json"),
  ];
  return {
    path: "playground/",
    title: "Playground",
    description,
    section: "playground",
    markdown: toMarkdown(forms),
    content: (
      <div id="playground" data-forms={JSON.stringify(forms)}>
        <Playground forms={forms} />
      </div>
    ),
    script: "playground",
    wide: true,
  };
}

function readForm(face: Face, file: string): FaceForm {
  // The file is a spec of ours.
  return formModel(face, JSON.parse(readRepositoryFile(file)) as FormSpec);
}

function toMarkdown(forms: readonly FaceForm[]): string {
  const lists = forms.map(({ path, fields }) => `## \`POST ${path}\`\n\n${fields.map(toItem).join("\n")}`);
  return `# Playground\n\n${description} It runs in a browser, at \`/playground/\`.\n\n${lists.join("\n\n")}`;
}

function toItem({ name, help }: Field): string {
  return `- \`${name}\`: ${help.replaceAll("\n", " ").trim()}`;
}
