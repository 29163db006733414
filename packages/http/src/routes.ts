import { notFound, otherError, quoteName } from "@completions-api/protocol";

/** Handlers by path, then by method. */
export type Routes<Handler> = Readonly<Record<string, Readonly<Record<string, Handler>>>>;

/**
 * Finds the handler of a request.
 *
 * @throws HttpError 404 for an unknown path, 405 with `Allow` for a method that the path does not take.
 */
export function findRoute<Handler>(routes: Routes<Handler>, path: string, method: string): Handler {
  const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (methods === undefined) throw notFound(`There is no route ${quoteName(path)}`);
  const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (handler !== undefined) return handler;
  const allow = Object.keys(methods).join(", ");
  throw otherError("method_not_allowed", `The route ${quoteName(path)} accepts ${allow}, not ${method}`, {
    allow,
  });
}
