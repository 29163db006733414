import { type Block, heading, text } from "./document.ts";
import { exampleBlocks } from "./example-blocks.ts";
import { listExamples } from "./examples.ts";
import { entries, schemaBody, schemaEntry } from "./schema-entries.ts";
import { schemaFacts, typeText } from "./schema-facts.ts";
import {
  type Face,
  type Header,
  linkRules,
  listOperations,
  type Media,
  nameOf,
  type Operation,
  type OrReference,
  type Parameter,
  type Response,
  resolve,
  type Schema,
  withoutTables,
} from "./spec.ts";

/** Describes everything in the spec of one face. */
export function facePage(face: Face): Block[] {
  const operations = listOperations(face);
  const bodies = new Set(operations.map(({ operation }) => bodySchema(operation)?.$ref));
  const shownResponses = new Map<string, string>();
  const schemas = Object.entries(face.spec.components.schemas).filter(
    ([name]) => !bodies.has(`#/components/schemas/${name}`),
  );
  return [
    heading(1, `The \`${face.name}\` face`, face.name),
    ...text(firstParagraphs(face.spec.info.description)),
    ...authentication(face),
    ...operations.flatMap((operation) => describeOperation(face, operation, shownResponses)),
    heading(2, "Response headers", "headers"),
    ...entries(
      Object.entries(face.spec.components.headers).map(([name, header]) =>
        describeHeader(face, headerName(face, name), `headers.${name}`, header),
      ),
    ),
    heading(2, "Schemas", "schemas"),
    ...schemas.flatMap(([name, schema]) => [
      heading(3, `\`${name}\``, name),
      ...text(schemaFacts(schema).join(", ")),
      ...schemaBody(face, schema, name),
    ]),
  ];
}

/** Everything but the last paragraph, which only announces the rules. */
function firstParagraphs(description: string): string {
  return description.trim().split("\n\n").slice(0, -1).join("\n\n");
}

function authentication({ spec }: Face): Block[] {
  const list = Object.entries(spec.components.securitySchemes).map(
    ([name, { type, scheme, in: place, name: header, description, flows = {} }]) => ({
      anchor: name,
      name,
      facts: [`\`${type}\``, scheme && `scheme \`${scheme}\``, header && `${place} \`${header}\``].filter(
        (fact) => fact !== undefined,
      ),
      body: [
        ...text(description),
        ...Object.entries(flows).flatMap(([flow, { tokenUrl, scopes }]) => [
          ...text(`Flow \`${flow}\`, token URL \`${tokenUrl}\`. Scopes:`),
          ...text(
            Object.entries(scopes)
              .map(([scope, meaning]) => `- \`${scope}\`: ${meaning}`)
              .join("\n"),
          ),
        ]),
      ],
    }),
  );
  const necessary = list.length > 1 ? "Each request needs one of these:" : "Each request needs this:";
  return [heading(2, "Authentication", "authentication"), ...text(necessary), ...entries(list)];
}

function describeOperation(
  face: Face,
  { method, path, operation }: ReturnType<typeof listOperations>[number],
  shownResponses: Map<string, string>,
): Block[] {
  const { operationId: id, summary, description, parameters = [], requestBody } = operation;
  const schema = bodySchema(operation);
  const rules = operation["x-rules"] ?? [];
  const paragraphs = withoutTables(description).split("\n\n");
  return [
    heading(2, `${summary}: \`${method} ${path}\``, id, summary),
    ...text(paragraphs.filter((paragraph) => !paragraph.endsWith(":")).join("\n\n")),
    ...listExamples(face.name, id),
    ...(parameters.length === 0 ? [] : [heading(3, "Parameters", `${id}.parameters`)]),
    ...entries(parameters.map((parameter) => describeParameter(face, id, resolve(face, parameter)))),
    ...(schema === undefined
      ? []
      : [
          heading(3, `Body: \`${nameOf(schema.$ref ?? "")}\``, nameOf(schema.$ref ?? ""), "Body"),
          ...schemaBody(face, resolve(face, { $ref: schema.$ref ?? "" }), ""),
        ]),
    ...Object.values(requestBody?.content ?? {}).flatMap((media) =>
      exampleBlocks(face, `${id}.request`, media),
    ),
    heading(3, "Responses", `${id}.responses`),
    ...entries(
      Object.entries(operation.responses).map(([status, response]) =>
        describeResponse(face, { id, status, response, shownResponses }),
      ),
    ),
    ...(rules.length === 0 ? [] : [heading(3, "Rules", `${id}.rules`)]),
    ...text(paragraphs.filter((paragraph) => paragraph.endsWith(":")).join("\n\n")),
    ...text(rules.map((rule) => `- ${linkRules([rule])}: ${rule.rule}`).join("\n")),
  ];
}

function describeParameter(face: Face, operation: string, parameter: Parameter) {
  const { name, schema, description, required, example } = parameter;
  // A path parameter can have the name of a property.
  const anchor = parameter.in === "path" ? `${operation}.${name}` : name;
  const whole: Schema = {
    ...schema,
    ...(description === undefined ? {} : { description }),
    ...(example === undefined ? {} : { examples: [example] }),
    ...(parameter["x-rules"] === undefined ? {} : { "x-rules": parameter["x-rules"] }),
  };
  const entry = schemaEntry(face, whole, { name, anchor, required: required === true });
  return { ...entry, facts: [parameter.in, ...entry.facts] };
}

function describeHeader(face: Face, name: string, anchor: string, header: Header) {
  const { description, schema, example } = header;
  const whole: Schema = {
    ...schema,
    ...(description === undefined ? {} : { description }),
    ...(example === undefined ? {} : { examples: [example] }),
  };
  return schemaEntry(face, whole, { name, anchor });
}

/** Finds the name under which the responses send a header. */
function headerName(face: Face, component: string): string {
  const responses = listOperations(face).flatMap(({ operation }) => Object.values(operation.responses));
  const names = responses
    .flatMap((response) => Object.entries(resolve(face, response).headers ?? {}))
    .filter(([, header]) => header.$ref === `#/components/headers/${component}`);
  return names[0]?.[0] ?? component;
}

interface ResponseParts {
  readonly id: string;
  readonly status: string;
  readonly response: OrReference<Response>;
  /** Components that an earlier operation of the page describes, with the anchor. */
  readonly shownResponses: Map<string, string>;
}

function describeResponse(face: Face, { id, status, response, shownResponses }: ResponseParts) {
  const anchor = `${id}.${status}`;
  const { description, headers = {}, content = {} } = resolve(face, response);
  const shown = response.$ref === undefined ? undefined : shownResponses.get(response.$ref);
  if (shown !== undefined)
    return { anchor, name: status, facts: [], body: text(`As described for [\`${shown}\`](#${shown}).`) };
  if (response.$ref !== undefined) shownResponses.set(response.$ref, anchor);
  const links = Object.entries(headers).flatMap(([name, header]) =>
    header.$ref === undefined ? [] : [`[\`${name}\`](#headers.${nameOf(header.$ref)})`],
  );
  const own = Object.entries(headers).flatMap(([name, header]) =>
    header.$ref === undefined ? [describeHeader(face, name, `${anchor}.${name}`, header)] : [],
  );
  return {
    anchor,
    name: status,
    facts: [],
    body: [
      ...text(withoutTables(description)),
      ...Object.entries(content).flatMap(([type, media]) => describeMedia(face, anchor, type, media)),
      ...text(links.length === 0 ? undefined : `Headers: ${links.join(", ")}`),
      ...entries(own),
    ],
  };
}

function describeMedia(face: Face, anchor: string, type: string, media: Media): Block[] {
  const item = media["x-itemSchema"];
  const rules = linkRules(media["x-rules"]);
  return [
    ...text(
      `\`${type}\`: ${typeText(media.schema)}${item === undefined ? "" : `, each event a ${typeText(item)}`}`,
    ),
    ...text(media.schema.description),
    ...text(rules && `Rules: ${rules}`),
    ...exampleBlocks(face, anchor, media),
  ];
}

function bodySchema(operation: Operation): Schema | undefined {
  return operation.requestBody?.content["application/json"]?.schema;
}
