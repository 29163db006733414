// Asks language services about the published files, as editors do. While you write a request or read a response, they must
// offer exactly the properties of its schema, each with its description. TypeScript 7 has no API for this.
import assert from "node:assert/strict";
import { join } from "node:path";
import document from "@completions-api/spec/openapi.json" with { type: "json" };
import type typescript from "typescript-5.9";

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const schemas: Readonly<Record<string, Schema>> = document.components.schemas;

const setup = `import type { CompletionChunk, CompletionsClient, CreateCompletionRequest, ErrorBody } from "@completions-api/client";
declare const client: CompletionsClient;
declare const error: ErrorBody<422>;
declare const chunk: CompletionChunk;
const completion = await client.complete({ prompt: "one" });`;

/** Lines with a cursor `|` after a name, the schema of the object there, and the properties that the object has already. */
const lines: readonly (readonly [line: string, schema: string, ...given: string[]])[] = [
  ['client.complete({ prompt: "one", te| });', "CreateCompletionRequest", "prompt"],
  ['client.complete({ prompt: "one", stream: true, te| });', "CreateCompletionRequest", "prompt", "stream"],
  ['client.complete({ te| }, { extraParameters: "ignore" });', "CreateCompletionRequest"],
  ["({ te| }) satisfies CreateCompletionRequest;", "CreateCompletionRequest"],
  ["completion.te|;", "CreateCompletionResponse"],
  ["completion.usage.te|;", "CompletionUsage"],
  ["completion.choices[0]!.te|;", "Choices"],
  ["chunk.te|;", "CompletionChunk"],
  ["chunk.choices[0]!.te|;", "ChunkChoice"],
  ["error.te|;", "UnprocessableContentError"],
  ["error.detail.te|;", "Detail"],
];

for (const compiler of ["typescript-5.4", "typescript-6.0"]) {
  const { default: ts }: { default: typeof typescript } = await import(compiler);
  const [start = "", ...parts] = [setup, ...lines.map(([line]) => line)].join("\n").split("|");
  const listProperties = openFile(ts, [start, ...parts].join(""));
  let cursor = start.length;
  for (const [index, [line, schema, ...given]] of lines.entries()) {
    const offered = listProperties(cursor);
    cursor += parts[index]?.length ?? 0;
    const expected = new Map(
      Object.entries(schemas[schema]?.properties ?? {})
        .filter(([name]) => !given.includes(name))
        .map(([name, property]) => [name, describe(property)]),
    );
    // The meanings of an enum's values may follow the description.
    for (const [name, documentation] of offered)
      offered.set(name, documentation.slice(0, expected.get(name)?.length));
    assert.deepEqual(offered, expected, `With ${compiler}, editors offer something else at: ${line}`);
  }
}

function describe({ $ref, description = "" }: Schema): string {
  return ($ref ? (schemas[$ref.slice($ref.lastIndexOf("/") + 1)]?.description ?? "") : description).trim();
}

/** Opens a file, and returns a function that lists the properties offered at a position, with their documentation. */
function openFile(ts: typeof typescript, code: string): (position: number) => Map<string, string> {
  const file = join(import.meta.dirname, "editor-code.ts");
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => true,
    getCompilationSettings: () => ({
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      types: ["node"],
      strict: true,
    }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot(path) {
      const text = path === file ? code : ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
  });
  return (position) => {
    const offers = service.getCompletionsAtPosition(file, position, {})?.entries ?? [];
    const properties = offers.filter(({ kind }) => kind === ts.ScriptElementKind.memberVariableElement);
    return new Map(
      properties.map(({ name, source, data }) => {
        const details = service.getCompletionEntryDetails(file, position, name, {}, source, {}, data);
        return [name, ts.displayPartsToString(details?.documentation)];
      }),
    );
  };
}
