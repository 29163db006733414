import { renderToString } from "preact-render-to-string";
import { beforeAll, describe, expect, test } from "vitest";
import { referencePages } from "../src/reference/reference-pages.tsx";
import { type Face, faces, resolve, type Schema } from "../src/reference/spec.ts";

let pages: ReadonlyMap<string, { readonly html: string; readonly markdown: string }>;

beforeAll(() => {
  pages = new Map(
    referencePages().map(({ path, content, markdown }) => [
      path,
      { html: renderToString(content), markdown },
    ]),
  );
});

/** The ids that the HTML and the Markdown of a page have in common. */
function anchorsOf(path: string): Set<string> {
  const { html = "", markdown = "" } = pages.get(path) ?? {};
  const inMarkdown = new Set(idsIn(markdown));
  return new Set(idsIn(html).filter((id) => inMarkdown.has(id)));
}

function idsIn(text: string): string[] {
  return Array.from(text.matchAll(/ id="([^"]*)"/g), ([, id = ""]) => id);
}

interface Part {
  readonly anchor: string;
  readonly schema: Schema;
}

/** Everything in a schema that needs an anchor, found by walking the JSON itself. */
function* walkSchema(schema: Schema, anchor: string): Generator<Part> {
  const { properties = {}, oneOf = [], items, additionalProperties } = schema;
  const below = (name: string) => (anchor === "" ? name : `${anchor}.${name}`);
  const parts: [string, Schema][] = [
    ...(schema.enum ?? []).map((value): [string, Schema] => [value, {}]),
    ...Object.entries(properties),
    ...oneOf.flatMap((variant): [string, Schema][] => (variant.title ? [[variant.title, variant]] : [])),
  ];
  if (items !== undefined && items.$ref === undefined) parts.push(["items", items]);
  if (typeof additionalProperties === "object") parts.push(["*", additionalProperties]);
  for (const [name, part] of parts) {
    yield { anchor: below(name), schema: part };
    yield* walkSchema(part, below(name));
  }
}

function listParts({ spec }: Face): Part[] {
  return Object.entries(spec.components.schemas).flatMap(([name, schema]) => [
    { anchor: name, schema },
    ...walkSchema(schema, name === "CreateCompletionRequest" ? "" : name),
  ]);
}

/** The texts that tell the facts of a schema, apart from those of its parts. */
function factsOf(face: Face, schema: Schema): string[] {
  const { description = "", default: value, minimum, maximum, minLength, maxLength } = schema;
  const { minItems, maxItems, pattern, format, examples = [], type = [], $ref } = schema;
  const referenced = $ref === undefined ? "" : (resolve<Schema>(face, { $ref }).description ?? "");
  const numbers = [minimum, maximum, minLength, maxLength, minItems, maxItems];
  return [
    ...(description || referenced)
      .split("\n\n")
      .slice(0, 1)
      .map((text) => text.replace(/:$/, "")),
    ...(value === undefined ? [] : [`default \`${JSON.stringify(value)}\``]),
    ...numbers.filter((number) => number !== undefined).map(String),
    ...[pattern, format].filter((text) => text !== undefined).map((text) => `\`${text}\``),
    ...examples.map((example) => `\`${JSON.stringify(example)}\``),
    ...(schema["x-rules"] ?? []).map((rule) => `[\`${rule}\`]`),
    ...(type.includes("null") ? ["or null"] : []),
    ...(schema.const === undefined ? [] : [`always \`${schema.const}\``]),
  ].map(collapse);
}

function collapse(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

describe.each(faces)("the $name face", (face) => {
  const { path, spec } = face;
  const operations = Object.values(spec.paths).flatMap((methods) => Object.values(methods));

  test("every operation, parameter and response has an anchor", () => {
    const expected = operations.flatMap(({ operationId, parameters = [], responses }) => [
      operationId,
      ...parameters.map((parameter) => {
        const { name, in: place } = resolve(face, parameter);
        return place === "path" ? `${operationId}.${name}` : name;
      }),
      ...Object.keys(responses).map((status) => `${operationId}.${status}`),
    ]);
    expect(expected.length).toBeGreaterThan(5);
    expect(expected.filter((id) => !anchorsOf(path).has(id))).toEqual([]);
  });

  test("every schema, property and value has an anchor", () => {
    const expected = listParts(face).map(({ anchor }) => anchor);
    expect(expected.length).toBeGreaterThan(100);
    expect(expected.filter((id) => !anchorsOf(path).has(id))).toEqual([]);
  });

  test("everything that a schema says is written below its anchor", () => {
    const markdown = pages.get(path)?.markdown ?? "";
    const missing = listParts(face).flatMap(({ anchor, schema }) => {
      const [own = ""] = markdown.split(`<a id="${anchor}"></a>`)[1]?.split("<a id=") ?? [];
      return factsOf(face, schema)
        .filter((fact) => !collapse(own).includes(fact))
        .map((fact) => `${anchor}: ${fact}`);
    });
    expect(missing).toEqual([]);
  });

  test("every response header and security scheme has an anchor", () => {
    const expected = [
      ...Object.keys(spec.components.headers).map((header) => `headers.${header}`),
      ...Object.keys(spec.components.securitySchemes),
      ...operations.slice(0, 1).flatMap(({ operationId, responses }) =>
        Object.entries(responses).flatMap(([status, response]) =>
          Object.entries(resolve(face, response).headers ?? {})
            .filter(([, header]) => header.$ref === undefined)
            .map(([name]) => `${operationId}.${status}.${name}`),
        ),
      ),
    ];
    expect(expected.filter((id) => !anchorsOf(path).has(id))).toEqual([]);
  });

  test("every error code and rule has an anchor", () => {
    const codes = spec.components.schemas.ErrorCode?.enum ?? [];
    const rules = operations.flatMap((operation) => operation["x-rules"] ?? []).map(({ id }) => id);
    expect(codes.length).toBeGreaterThan(15);
    expect(rules.length).toBeGreaterThan(15);
    expect(codes.filter((code) => !anchorsOf("reference/errors/").has(code))).toEqual([]);
    expect(rules.filter((rule) => !anchorsOf("reference/rules/").has(rule))).toEqual([]);
  });
});

test("every rule that the grammar of streams checks has an example of a fault", () => {
  const { html = "" } = pages.get("reference/streaming/") ?? {};
  const table = html.slice(html.indexOf('aria-label="Faults of streams"')).split("</table>")[0];
  const rules = Array.from(table?.matchAll(/rules\/#([a-z-]+)/g) ?? [], ([, rule]) => rule);
  expect([...new Set(rules)].sort()).toEqual([
    "stream-done-is-last",
    "stream-error-event",
    "stream-every-choice-ends",
    "stream-one-finish-per-choice",
    "stream-same-identity",
    "stream-usage-last",
    "usage-adds-up",
  ]);
});

test("a rule links to the properties that it is about", () => {
  expect(pages.get("reference/rules/")?.markdown).toContain("[`best_of`](/reference/openai/#best_of)");
});

test("no page has an id twice, and each link to an id has a target", () => {
  const broken: string[] = [];
  for (const [path, { html, markdown }] of pages) {
    for (const text of [html, markdown]) {
      const ids = idsIn(text);
      broken.push(
        ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${path} has ${id} twice`),
      );
    }
    for (const [, target = ""] of html.matchAll(/ href="([^"]*#[^"]*)"/g)) {
      const [page = "", id = ""] = target.split("#");
      const other = pages.get(page === "" ? path : page.slice(1));
      if (other && !idsIn(other.html).includes(decodeURIComponent(id)))
        broken.push(`${path} links to ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

test("no page has an inline style or script", () => {
  const all = [...pages.values()].map(({ html }) => html).join("");
  expect(all).not.toMatch(/ style="|<script|javascript:/);
});
