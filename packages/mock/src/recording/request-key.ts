import type { Face } from "../faces/face.ts";
import type { ReadRequest } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import { isDeep } from "../sessions/is-deep.ts";

/** The parts of a request that decide which recorded answers fit it, by name. */
export type RequestParts = Readonly<Record<string, unknown>>;

/**
 * Lists the parts of a valid request that decide which recorded answers fit it. The body has its defaults applied and lacks the extra
 * parameters that are ignored. `stream` and `stream_options` are not among the parts, because they only decide the form.
 */
export function listParts(
  { method, url }: Pick<MockRequest, "method" | "url">,
  face: Face,
  read: ReadRequest,
): RequestParts {
  const route = { face: face.name, method, path: url.pathname };
  if (!("completion" in read)) return route;
  const { stream: _stream, stream_options: _options, ...body } = read.completion.body;
  return { ...body, ...route, deployment: read.completion.deployment ?? null };
}

/** Returns a text that is equal for equal parts, whatever the order of properties. Undefined if a part is nested too deeply. */
export function toKey(parts: RequestParts): string | undefined {
  return isDeep(parts) ? undefined : JSON.stringify(sortNames(parts));
}

/** Lists the names of the parts that differ. */
export function listDifferences(one: RequestParts, other: RequestParts): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => toKey({ part: one[name] }) !== toKey({ part: other[name] }));
}

function sortNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortNames);
  if (typeof value !== "object" || value === null) return value;
  const sorted = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, item]) => [name, sortNames(item)]));
}
