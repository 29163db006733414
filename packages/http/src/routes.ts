import { notFound, otherError } from "@completions-api/protocol";

/** What answers a request: by path, then by method. */
export type Routes<Handler> = Readonly<Record<string, Readonly<Record<string, Handler>>>>;

/**
 * Finds what answers a request.
 *
 * @throws HttpError 404 where there is no such path, 405 with `Allow` where it does not take the method.
 */
export function findRoute<Handler>(routes: Routes<Handler>, path: string, method: string): Handler {
  const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (methods === undefined) throw notFound(`There is no route ${path.slice(0, 100)} here.`);
  const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (handler !== undefined) return handler;
  const allow = Object.keys(methods).join(", ");
  throw otherError("method_not_allowed", `The route ${path} takes ${allow}, not ${method}.`, { allow });
}
