import { type Routes, readOnly } from "@completions-api/http/routing";
import { notFound, quoteName, unprocessableContent } from "@completions-api/protocol";
import { InvalidReplyError } from "../replies/invalid-reply-error.ts";
import type { RegisteredReply } from "../replies/registered-reply.ts";
import type { ReplyList } from "../replies/reply-list.ts";
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
      handle({ session, request }) {
        const added = readJson(request, (body) => addReplies(session.replies, body));
        return json(201, added.map(describeReply));
      },
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

/**
 * Adds the replies in a body.
 *
 * @throws InvalidScriptError if the body does not have their form, HttpError 422 if one of them breaks the contract. Then none is
 * added.
 */
function addReplies(replies: ReplyList, body: unknown): readonly RegisteredReply[] {
  const definitions = readReplies(body);
  try {
    return replies.add(definitions);
  } catch (error) {
    if (!(error instanceof InvalidReplyError)) throw error;
    const path = [...locateReply(body, error.index), ...error.path];
    const value = path.reduce<unknown>((parent, name) => Object(parent)[name], body);
    throw unprocessableContent({ loc: ["body", ...path], value, message: error.problem });
  }
}

/** Returns the path to a reply in a body that has one of the forms of {@link readReplies}. */
function locateReply(body: unknown, index: number): readonly string[] {
  if (Array.isArray(body)) return [String(index)];
  return Object.hasOwn(Object(body), "replies") ? ["replies", String(index)] : [];
}

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
