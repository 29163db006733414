import { type HttpError, otherError } from "@completions-api/protocol";
import type { ReadCompletion } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import type { Answer, CodeAnswer } from "./answer.ts";
import { AnswerProblem } from "./answer-problem.ts";
import { checkReturned } from "./check-reply.ts";
import { InvalidReplyError } from "./invalid-reply-error.ts";
import type { RegisteredReply } from "./registered-reply.ts";
import { type AnswerContext, type RenderedAnswer, renderAnswer } from "./render-answer.ts";
import type { ReplyList } from "./reply-list.ts";

/**
 * Lets the replies of a session answer a request.
 *
 * @returns undefined if no reply fits.
 * @throws HttpError 500 if the reply that fits cannot answer this request, or an error that the request has caused.
 */
export async function answerCall(
  replies: ReplyList,
  context: AnswerContext,
  call: ReadCompletion,
  request: MockRequest,
): Promise<(RenderedAnswer & { readonly reply: RegisteredReply }) | undefined> {
  try {
    const taken = replies.take(call, request);
    if (taken === undefined) return undefined;
    const { reply } = taken;
    return { ...(await render(taken, context, call)), reply };
  } catch (error) {
    throw error instanceof InvalidReplyError ? toHttpError(error) : error;
  }
}

async function render(
  { reply, answer }: { readonly reply: RegisteredReply; readonly answer: CodeAnswer },
  context: AnswerContext,
  call: ReadCompletion,
): Promise<RenderedAnswer> {
  const place = { verdict: `${reply.title} cannot answer this request`, index: 0 };
  try {
    const given = typeof answer === "function" ? checkReturned(await ask(answer, call), place) : answer;
    return await renderAnswer(given, context, call);
  } catch (problem) {
    if (!(problem instanceof AnswerProblem)) throw problem;
    const { path, message, cause } = problem;
    throw new InvalidReplyError(place, ["answer", ...path], message, { cause });
  }
}

/** Asks a function for its answer to a request. */
async function ask(answer: Exclude<CodeAnswer, Answer>, call: ReadCompletion): Promise<Answer> {
  try {
    return await answer(call);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AnswerProblem([], `is a function that threw ${JSON.stringify(message)}`, { cause });
  }
}

function toHttpError(error: InvalidReplyError): HttpError {
  return otherError("internal_error", error.message.replace(/\.$/, ""), { cause: error });
}
