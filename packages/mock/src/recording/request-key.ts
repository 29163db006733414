import type { Face } from "../faces/face.ts";
import { isDeep } from "../json/is-deep.ts";
import type { ReadCompletion, ReadRequest } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";

/** The parts of a request that decide which recorded answers fit it, by name. */
export interface RequestParts {
  readonly route: Readonly<Record<string, unknown>>;
  /** Apart from the route, because a body may have parameters of any name. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Lists the parts of a valid request that decide which recorded answers fit it. */
export function listParts(
  { method, url }: Pick<MockRequest, "method" | "url">,
  face: Face,
  read: ReadRequest,
): RequestParts {
  const route = { face: face.name, method, path: url.pathname };
  if (!("completion" in read)) return { route, body: {} };
  const { deployment = null } = read.completion;
  // Under `/v1/`, the body names it.
  return {
    route: face.name === "completions" ? { ...route, deployment } : route,
    body: listParameters(read.completion),
  };
}

/**
 * Lists the parameters of a completion's body, which has its defaults applied and lacks the extra parameters that are ignored.
 * `stream` and `stream_options` only decide the form, and `user` only says who asks. A single prompt or stop sequence is a list of
 * one, and a `best_of` that is its default is left out.
 */
function listParameters({ body, request: { prompts, stop } }: ReadCompletion): RequestParts["body"] {
  const { stream: _stream, stream_options: _options, user: _user, best_of: bestOf, ...others } = body;
  return {
    ...others,
    prompt: prompts.map(({ prompt }) => prompt),
    stop,
    ...(bestOf !== (body.n ?? 1) && { best_of: bestOf }),
  };
}

/** Returns a text that is equal for equal parts, whatever the order of properties. Undefined if a part is nested too deeply. */
export function toKey(parts: object): string | undefined {
  return isDeep(parts) ? undefined : JSON.stringify(sortNames(parts));
}

/** Lists the names of the parts that differ. */
export function listDifferences(one: RequestParts, other: RequestParts): string[] {
  return [...listNames(one.route, other.route), ...listNames(one.body, other.body)];
}

function listNames(one: RequestParts["body"], other: RequestParts["body"]): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => toKey({ part: one[name] }) !== toKey({ part: other[name] }));
}

function sortNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortNames);
  if (typeof value !== "object" || value === null) return value;
  const sorted = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, item]) => [name, sortNames(item)]));
}
