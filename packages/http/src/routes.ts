import { notFound, otherError, quoteName } from "@completions-api/protocol";

/**
 * Handlers by path, then by method. The end of a path may be a parameter, such as `/v1/models/{model}`: it stands for any text
 * that is not empty, even one with slashes. Paths without a parameter come first.
 */
export type Routes<Handler> = Readonly<Record<string, Readonly<Record<string, Handler>>>>;

/** A route that was found. */
export interface Route<Handler> {
  readonly handler: Handler;
  /** The value of the path's parameter, decoded; empty if the path has none. */
  readonly parameter: string;
}

/**
 * Finds the handler of a request.
 *
 * @param path - the path of the request's URL, percent-encoded.
 * @param knownPaths - the paths that a 404 lists.
 * @throws HttpError 404 for an unknown path, 405 with `Allow` for a method that the path does not take, 400 `invalid_request` for
 * a parameter that is not UTF-8, percent-encoded (RFC 3986, section 2.1).
 */
export function findRoute<Handler>(
  routes: Routes<Handler>,
  path: string,
  method: string,
  knownPaths: readonly string[] = Object.keys(routes),
): Route<Handler> {
  const template = findTemplate(routes, path);
  const methods = template === undefined ? undefined : routes[template];
  if (template === undefined || methods === undefined) {
    const advice = `Known routes: ${knownPaths.map(quoteName).join(", ")}.`;
    throw notFound(`There is no route ${quoteName(path)}`, advice);
  }
  const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (handler === undefined) {
    const allow = Object.keys(methods).join(", ");
    const problem = `The route ${quoteName(path)} accepts ${allow}, not ${method}`;
    throw otherError("method_not_allowed", problem, { allow });
  }
  return { handler, parameter: matches(template, path) ? readParameter(template, path) : "" };
}

/** Returns true if there is a handler for some method of a path. */
export function hasRoute(routes: Routes<unknown>, path: string): boolean {
  return findTemplate(routes, path) !== undefined;
}

/** Returns the handlers of a path that can only be read. A response to HEAD is one to GET whose body is left out. */
export function readOnly<Handler>(handler: Handler): { readonly GET: Handler; readonly HEAD: Handler } {
  return { GET: handler, HEAD: handler };
}

function findTemplate(routes: Routes<unknown>, path: string): string | undefined {
  if (Object.hasOwn(routes, path)) return path;
  return Object.keys(routes).find((route) => matches(route, path));
}

function matches(template: string, path: string): boolean {
  const start = template.indexOf("{");
  return start !== -1 && path.length > start && path.startsWith(template.slice(0, start));
}

function readParameter(template: string, path: string): string {
  const start = template.indexOf("{");
  try {
    return decodeURIComponent(path.slice(start));
  } catch (cause) {
    const param = template.slice(start + 1, -1);
    const problem = `The ${param} in the path is not valid percent-encoding of UTF-8`;
    throw otherError("invalid_request", problem, { param, cause });
  }
}
