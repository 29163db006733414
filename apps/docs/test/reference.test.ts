import { renderToString } from "preact-render-to-string";
import { beforeAll, describe, expect, test } from "vitest";
import { referencePages } from "../src/reference/reference-pages.tsx";
import { faces, resolve } from "../src/reference/spec.ts";

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

/** Everything in a spec that needs an anchor, found by walking the JSON itself. */
function* walkSchema(schema: unknown, anchor: string): Generator<string> {
  if (typeof schema !== "object" || schema === null) return;
  const { properties, enum: values, oneOf, items, additionalProperties } = schema as Record<string, never>;
  const below = (name: string) => (anchor === "" ? name : `${anchor}.${name}`);
  for (const value of (values as string[] | undefined) ?? []) yield below(value);
  for (const [name, property] of Object.entries(properties ?? {})) {
    yield below(name);
    yield* walkSchema(property, below(name));
  }
  for (const variant of (oneOf as { title?: string }[] | undefined) ?? [])
    if (variant.title !== undefined) {
      yield below(variant.title);
      yield* walkSchema(variant, below(variant.title));
    }
  if (items !== undefined && !("$ref" in items)) {
    yield below("items");
    yield* walkSchema(items, below("items"));
  }
  if (typeof additionalProperties === "object") yield below("*");
}

describe.each(faces)("the $name face", (face) => {
  const { name, path, spec } = face;
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
    const expected = Object.entries(spec.components.schemas).flatMap(([schema, content]) => [
      schema,
      ...walkSchema(content, schema === "CreateCompletionRequest" ? "" : schema),
    ]);
    expect(expected.length).toBeGreaterThan(100);
    expect(expected.filter((id) => !anchorsOf(path).has(id))).toEqual([]);
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

  test("every description, default, bound and example of the request's parameters is on the page", () => {
    const { html = "", markdown = "" } = pages.get(path) ?? {};
    const properties = Object.entries(spec.components.schemas.CreateCompletionRequest?.properties ?? {});
    for (const [property, { description, default: value, minimum, maximum }] of properties) {
      const entry = markdown.slice(markdown.indexOf(`<a id="${property}"></a>`)).split("\n- <a id=")[0] ?? "";
      expect(entry, `${name} ${property}`).toContain(description ?? "");
      if (value !== undefined) expect(entry).toContain(`default \`${JSON.stringify(value)}\``);
      if (minimum !== undefined) expect(entry).toContain(`${minimum}`);
      if (maximum !== undefined) expect(entry).toContain(`${maximum}`);
      expect(html).toContain(`<div class="entry" id="${property}">`);
    }
  });
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
