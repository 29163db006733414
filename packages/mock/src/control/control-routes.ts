import { type Routes, readOnly } from "@completions-api/http/routing";
import { type ControlHandler, json } from "./control-handler.ts";
import { replyRoutes } from "./reply-routes.ts";
import { sessionRoutes } from "./session-routes.ts";

/** The routes by which any program can control the mock, and `/healthz`. */
export const controlRoutes: Routes<ControlHandler> = {
  "/__mock": readOnly<ControlHandler>({
    purpose: "Lists these routes.",
    handle: () => json(200, listRoutes()),
  }),
  ...replyRoutes,
  "/__mock/requests": {
    ...readOnly<ControlHandler>({
      purpose: "Lists the last requests and their responses.",
      handle: ({ session }) => json(200, session.journal.list()),
    }),
    DELETE: {
      purpose: "Empties the list of requests.",
      handle({ session }) {
        session.journal.clear();
        return json(200, []);
      },
    },
  },
  "/__mock/har": readOnly<ControlHandler>({
    purpose: "Exports the last requests and their responses in the HTTP Archive format.",
    handle: ({ session }) => json(200, session.journal.toHar()),
  }),
  ...sessionRoutes,
  "/healthz": readOnly<ControlHandler>({
    purpose: "Says that the mock is alive.",
    handle: () => json(200, { status: "alive" }),
  }),
};

/** Returns true for the path of a request to control the mock. */
export function isControlPath(path: string): boolean {
  return path === "/__mock" || path.startsWith("/__mock/");
}

function listRoutes(): Readonly<Record<string, string>> {
  const routes = Object.entries(controlRoutes).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== "HEAD")
      .map(([method, { purpose }]) => [`${method} ${path}`, purpose]),
  );
  return Object.fromEntries(routes);
}
