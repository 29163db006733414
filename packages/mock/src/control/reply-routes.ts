import { type Routes, readOnly } from "@completions-api/http/routing";
import { notFound, quoteName } from "@completions-api/protocol";
import type { RegisteredReply } from "../replies/registered-reply.ts";
import { readReplies } from "../script/read-replies.ts";
import { type ControlHandler, json, readJson } from "./control-handler.ts";

/** The routes for the replies of a session. */
export const replyRoutes: Routes<ControlHandler> = {
  "/__mock/replies": {
    ...readOnly<ControlHandler>({
      purpose: "Lists the replies in the order in which they are tried, and how often each was used.",
      handle: ({ session }) => json(200, session.replies.list().map(describeReply)),
    }),
    POST: {
      purpose: "Adds one reply, a list of replies, or those in `replies`.",
      handle: ({ session, request }) =>
        json(201, session.replies.add(readJson(request, readReplies)).map(describeReply)),
    },
    DELETE: {
      purpose: "Removes all replies.",
      handle({ session }) {
        session.replies.clear();
        return json(200, []);
      },
    },
  },
  "/__mock/replies/{id}": {
    DELETE: {
      purpose: "Removes one reply.",
      handle({ session, parameter: id }) {
        const removed = session.replies.remove(Number(id));
        if (removed === undefined)
          throw notFound(`There is no reply ${quoteName(id)}`, "GET /__mock/replies lists them.");
        return json(200, describeReply(removed));
      },
    },
  },
};

/** A reply as JSON: its definition as far as JSON can express it, its id, and how often it was used. */
function describeReply({ id, name, when, answers, times, used }: RegisteredReply): unknown {
  return {
    id,
    name,
    when: toJson(when),
    answer: toJson(answers.length === 1 ? answers[0] : answers),
    times: Number.isFinite(times) ? times : undefined,
    used,
  };
}

/** Replaces what only code can contain: regular expressions by patterns, functions by a text. */
function toJson(value: unknown): unknown {
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof RegExp) return { matches: part.source, flags: part.flags };
    return typeof part === "function" ? "(function)" : part;
  });
  return JSON.parse(text);
}
