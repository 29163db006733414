// The parts of OpenAPI and of Redocly's rule interface that the rules use. The CLI bundles its core and ships no types.
// For the list of visitors and the order of calls see https://redocly.com/docs/cli/custom-plugins/visitor

/** A reference to a node elsewhere in the description. */
export type Reference = { $ref: string };

export type Schema = {
  description?: string;
  default?: unknown;
  enum?: string[];
  required?: string[];
  properties?: Record<string, Schema | Reference>;
  "x-statuses"?: Record<string, number>;
  "x-enumDescriptions"?: Record<string, string>;
  "x-codes"?: Record<string, string>;
  "x-types"?: Record<string, string>;
};
export type Example = {
  value?: unknown;
  "x-request"?: { headers?: Record<string, string>; body?: unknown };
  "x-headers"?: Record<string, unknown>;
};
export type MediaType = {
  schema?: Schema | Reference;
  examples?: Record<string, Example | Reference>;
  "x-itemSchema"?: Schema | Reference;
};
export type Parameter = { name: string; in: string };
export type Header = { required?: boolean; schema?: Schema | Reference; example?: unknown };
export type Response = { headers?: Record<string, Header | Reference>; content?: Record<string, MediaType> };
export type Operation = {
  parameters?: (Parameter | Reference)[];
  requestBody?: { content: Record<string, MediaType> };
  "x-rules"?: { id: string; rule: string }[];
};

/** A place in a file. `child` returns a place below it, `key` the place of its name instead of its value. */
export type Location = {
  source: { absoluteRef: string };
  child(path: string | string[]): Location;
  key(): Location;
};

/** The second argument of a visitor: the place of the visited node, and functions to report problems and resolve nodes. */
export type Context = {
  /** The name of the node in its parent, such as `401` for a response. */
  key: string | number;
  location: Location;
  report(problem: { message: string; location: Location }): void;
  /**
   * Returns the target of a reference, or any other node itself. The node is undefined if the target is missing or not
   * YAML, which `no-unresolved-refs` reports. `from` is the file that contains the reference.
   */
  resolve<Node>(node: Node | Reference, from?: string): { node: Node | undefined; location: Location };
};

type Visit<Node> = (node: Node, context: Context) => void;
type Visits<Node> = Visit<Node> | (Visitor & { enter?: Visit<Node>; leave?: Visit<Node> });

/** Functions to call, by type of node. A visitor inside another visits only nodes below those of the outer one. */
export type Visitor = {
  any?: Visits<unknown>;
  Root?: Visits<unknown>;
  Operation?: Visits<Operation>;
  Response?: Visits<Response>;
  MediaType?: Visits<MediaType>;
  Example?: Visits<Example>;
  Header?: Visits<Header>;
  Schema?: Visits<Schema>;
  SchemaProperties?: Visits<Record<string, Schema | Reference>>;
};

/** Creates the visitor for one run. */
export type Rule = () => Visitor;

/** A plugin for Redocly: rules, rulesets that turn them on, and additions to the types of nodes. */
export type Plugin = {
  id: string;
  rules: { oas3: Record<string, Rule> };
  configs: Record<string, { rules: Record<string, "error"> }>;
  typeExtension: { oas3(types: NodeTypes): NodeTypes };
};

/** The types of nodes, by name. The type of a property is the name of another type, or a type itself. */
export type NodeTypes = Record<string, { properties?: Record<string, unknown>; [key: string]: unknown }>;
