import { type Routes, readOnly } from "@completions-api/http/routing";
import { notFound, quoteName } from "@completions-api/protocol";
import { readSettings } from "../script/read-settings.ts";
import type { Session } from "../sessions/session.ts";
import { type ControlHandler, json, readJson } from "./control-handler.ts";

/** The routes for sessions as a whole. */
export const sessionRoutes: Routes<ControlHandler> = {
  "/__mock/settings": {
    ...readOnly<ControlHandler>({
      purpose: "Returns the settings.",
      handle: ({ session }) => json(200, session.settings),
    }),
    PUT: {
      purpose: "Replaces the settings: `strict`, `latency` and `fault`.",
      handle({ session, request }) {
        session.settings = readJson(request, readSettings);
        return json(200, session.settings);
      },
    },
  },
  "/__mock/reset": {
    POST: {
      purpose: "Begins the session anew, as the script and the options of the mock say.",
      handle({ session }) {
        session.reset();
        return json(200, describeSession(session));
      },
    },
  },
  "/__mock/sessions": readOnly<ControlHandler>({
    purpose: "Lists the sessions, the one that was unused the longest first.",
    handle({ sessions }) {
      const all = sessions.list().map(([id, session]) => ({ id, ...describeSession(session) }));
      return json(200, all);
    },
  }),
  "/__mock/sessions/{id}": {
    DELETE: {
      purpose: "Ends a session.",
      handle({ sessions, parameter: id }) {
        const session = sessions.get(id);
        if (session === undefined)
          throw notFound(`There is no session ${quoteName(id)}`, "GET /__mock/sessions lists them.");
        const description = { id, ...describeSession(session) };
        sessions.end(id);
        return json(200, description);
      },
    },
  },
};

function describeSession({ replies, journal }: Session): Readonly<Record<string, number>> {
  return { replies: replies.list().length, requests: journal.length };
}
