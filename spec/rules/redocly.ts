// The parts of Redocly's rule interface, and of OpenAPI, that the rules here use: the CLI has its core bundled in and
// ships no types. Which visitors there are, and when they are called: https://redocly.com/docs/cli/custom-plugins/visitor

/** A node that another place of the description holds. */
export type Reference = { $ref: string };

export type Schema = {
  description?: string;
  default?: unknown;
  enum?: string[];
  required?: string[];
  properties?: Record<string, Schema | Reference>;
  "x-statuses"?: Record<string, number>;
  "x-enumDescriptions"?: Record<string, string>;
};
export type Example = {
  value?: unknown;
  "x-request"?: { headers?: Record<string, string>; body: unknown };
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

/** A place in a file: `child` goes down from it, `key` points at its name rather than its value. */
export type Location = {
  source: { absoluteRef: string };
  child(path: string | string[]): Location;
  key(): Location;
};

/** What a visitor is told of the node that it is called with, and how it reports a problem. */
export type Context = {
  /** The name of the node in its parent, as `401` is that of a response. */
  key: string | number;
  location: Location;
  report(problem: { message: string; location: Location }): void;
  /**
   * What a node refers to, or the node itself; `from` is the file that a relative reference starts at. The node is undefined
   * where a reference leads to nothing, or to what is not YAML: `no-unresolved-refs` says so.
   */
  resolve<Node>(node: Node | Reference, from?: string): { node: Node | undefined; location: Location };
};

type Visit<Node> = (node: Node, context: Context) => void;
type Visits<Node> = Visit<Node> | (Visitor & { enter?: Visit<Node>; leave?: Visit<Node> });

/** What to call on which type of node. A visitor inside another sees only the nodes inside the outer one's. */
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

/** Makes the visitor of one run. */
export type Rule = () => Visitor;

/** What Redocly loads: rules, rulesets that turn them on, and what it shall know of the types of nodes. */
export type Plugin = {
  id: string;
  rules: { oas3: Record<string, Rule> };
  configs: Record<string, { rules: Record<string, "error"> }>;
  typeExtension: { oas3(types: NodeTypes): NodeTypes };
};

/** The types of nodes by name; a property's type is another one's name, or spelled out. */
export type NodeTypes = Record<string, { properties?: Record<string, unknown>; [key: string]: unknown }>;
