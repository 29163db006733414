import type { Face } from "./face.ts";

/** The kind of control that a value is edited with. */
export type Control =
  | { readonly kind: "text" }
  | { readonly kind: "boolean" }
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | { readonly kind: "json" }
  | { readonly kind: "list"; readonly length: number }
  | {
      readonly kind: "number";
      readonly isInteger: boolean;
      readonly minimum?: number | undefined;
      readonly maximum?: number | undefined;
    };

/** A parameter of the request as a field of the form. */
export interface Field {
  /** The parameter's name; for a property of one, its path: `stream_options.include_usage`. */
  readonly name: string;
  /** The spec's description, in Markdown. */
  readonly help: string;
  readonly control: Control;
  /** The value that a request without the parameter has. */
  readonly standard?: string | undefined;
  /** The header that carries the value; without it, the value is a property of the body. */
  readonly header?: string | undefined;
}

/** The fields of one face. */
export interface FaceForm {
  readonly face: Face;
  /** The path of its completions. */
  readonly path: string;
  readonly fields: readonly Field[];
}

/** Names of the fields that are not a parameter of their own. */
export const extrasField = "extra_parameters";
export const deploymentField = "deployment";
export const policyField = "extra-parameters";

/** The part of a JSON schema that forms are made from. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The part of a spec that forms are made from. */
export interface FormSpec {
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters?: Readonly<Record<string, HeaderParameter>>;
  };
}

interface HeaderParameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly schema?: Schema;
}

/** Makes the form of a face from its spec. */
export function formModel(face: Face, spec: FormSpec): FaceForm {
  const { schemas, parameters = {} } = spec.components;
  const path =
    Object.keys(spec.paths).find((candidate) => candidate.endsWith("/completions")) ?? "/completions";
  const properties = Object.entries(schemas.CreateCompletionRequest?.properties ?? {});
  const fields = properties.flatMap(([name, schema]) => fieldsOf(name, schema, schemas));
  if (face === "openai") return { face, path, fields };
  const headers = Object.values(parameters).filter((parameter) => parameter.in === "header");
  const extras: Field = {
    name: extrasField,
    help: `Parameters that this face does not define, as a JSON object. The header \`${policyField}\` says what the server does with them.`,
    control: { kind: "json" },
  };
  return {
    face,
    path,
    fields: [...fields, extras, ...headers.map((header) => headerField(header, schemas))],
  };
}

function headerField(header: HeaderParameter, schemas: FormSpec["components"]["schemas"]): Field {
  const { name, description = "", schema = {} } = header;
  const field = fieldsOf(
    name === policyField ? name : deploymentField,
    { ...schema, description },
    schemas,
  )[0];
  return { name, help: description, control: { kind: "text" }, ...field, header: name };
}

function fieldsOf(name: string, given: Schema, schemas: FormSpec["components"]["schemas"]): Field[] {
  const schema = resolve(given, schemas);
  if (schema.properties && Object.keys(schema.properties).length > 0) {
    return Object.entries(schema.properties).flatMap(([property, inner]) =>
      fieldsOf(`${name}.${property}`, inner, schemas),
    );
  }
  const standard = schema.default === undefined ? undefined : String(schema.default);
  return [{ name, help: schema.description ?? "", control: controlOf(name, schema, schemas), standard }];
}

function controlOf(name: string, schema: Schema, schemas: FormSpec["components"]["schemas"]): Control {
  const types = [schema.type ?? []].flat();
  const { minimum, maximum } = schema;
  if (schema.enum)
    return { kind: "choice", options: schema.enum.filter((option) => option !== null).map(String) };
  if (types.includes("boolean")) return { kind: "boolean" };
  if (types.includes("integer")) return { kind: "number", isInteger: true, minimum, maximum };
  if (types.includes("number")) return { kind: "number", isInteger: false, minimum, maximum };
  // The prompt has several forms, and people write texts.
  if (types.includes("string") || name === "prompt") return { kind: "text" };
  const length = flatten(schema, schemas).find(({ maxItems }) => maxItems !== undefined)?.maxItems;
  return length === undefined ? { kind: "json" } : { kind: "list", length };
}

/** Lists the alternatives of a schema. */
function flatten(schema: Schema, schemas: FormSpec["components"]["schemas"]): Schema[] {
  const resolved = resolve(schema, schemas);
  return [resolved, ...(resolved.oneOf ?? []).flatMap((inner) => flatten(inner, schemas))];
}

function resolve(schema: Schema, schemas: FormSpec["components"]["schemas"]): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...rest } = schema;
  return { ...schemas[$ref.slice($ref.lastIndexOf("/") + 1)], ...rest };
}
