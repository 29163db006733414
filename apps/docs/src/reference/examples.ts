import { readRepositoryFile } from "../repository.ts";
import type { Tabs } from "./document.ts";
import type { Face } from "./spec.ts";

const languages = [
  { extension: "sh", language: "sh", name: () => "curl" },
  {
    extension: "ts",
    language: "ts",
    name: (face: Face["name"]) => (face === "openai" ? "OpenAI SDK" : "TypeScript client"),
  },
  { extension: "py", language: "python", name: () => "Python" },
] as const;

/** The examples of each operation: files `examples/FACE/NAME.*`, which print NAME.txt. A test runs each of them. */
export const exampleNames: readonly ExampleName[] = [
  { face: "completions", operation: "complete", name: "complete", title: "Complete a prompt" },
  { face: "completions", operation: "complete", name: "stream", title: "Stream the text" },
  { face: "completions", operation: "complete", name: "error", title: "Handle an error" },
  { face: "openai", operation: "complete", name: "complete", title: "Complete a prompt" },
  { face: "openai", operation: "complete", name: "stream", title: "Stream the text" },
  { face: "openai", operation: "complete", name: "error", title: "Handle an error" },
  { face: "openai", operation: "listModels", name: "models", title: "List the models" },
  { face: "openai", operation: "retrieveModel", name: "model", title: "Describe a model" },
];

export interface ExampleName {
  readonly face: Face["name"];
  readonly operation: string;
  readonly name: string;
  readonly title: string;
}

/** Gives the examples of an operation. */
export function listExamples(face: Face["name"], operation: string): Tabs[] {
  return exampleNames
    .filter((example) => example.face === face && example.operation === operation)
    .map(({ name, title }) => ({
      type: "tabs",
      anchor: `example.${name}`,
      title,
      tabs: languages.map(({ extension, language, name: nameOf }) => ({
        name: nameOf(face),
        code: {
          type: "code",
          language,
          text: readExample(face, `${name}.${extension}`),
          label: `${title}, ${nameOf(face)}`,
        },
      })),
      output: {
        type: "code",
        language: "text",
        text: readExample(face, `${name}.txt`),
        label: `${title}, output`,
      },
    }));
}

/** Writes the commands that set the variables of the examples. */
export function exampleVariables(server: string): string {
  const variables = Object.entries(exampleEnvironment(server, "any-key"));
  return variables.map(([name, value]) => `export ${name}=${value}`).join("\n");
}

/** The variables of the examples, of which OpenAI's clients read the last two themselves. */
export function exampleEnvironment(server: string, key: string): Record<string, string> {
  return {
    COMPLETIONS_URL: server,
    COMPLETIONS_KEY: key,
    OPENAI_BASE_URL: `${server}/v1`,
    OPENAI_API_KEY: key,
  };
}

function readExample(face: Face["name"], file: string): string {
  return readRepositoryFile(`apps/docs/src/reference/examples/${face}/${file}`).trimEnd();
}
