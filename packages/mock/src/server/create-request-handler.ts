import {
  type ErrorFormat,
  type RequestContext,
  type RequestHandler,
  readBody,
  readUrl,
  sendResponse,
  sendStream,
} from "@completions-api/http";
import { HttpError } from "@completions-api/protocol";
import type { MockCore } from "../create-core.ts";
import { Disconnect } from "../responses/faults.ts";
import { cors, refuseForeignControl } from "./cors.ts";

/** Creates the function that serves a mock's core on sockets. */
export function createRequestHandler(core: MockCore): (context: RequestContext) => RequestHandler {
  return ({ message, response, clientGone }) => {
    let errorFormat: ErrorFormat | undefined;
    return {
      get errorFormat() {
        return errorFormat;
      },
      async handle() {
        try {
          const { method = "", url: target = "", headersDistinct: headers } = message;
          const face = core.findFace(target);
          // Without `await` if possible: the parser may be about to find the body broken, and reports it in this format.
          ({ errorFormat } = face instanceof Promise ? await face : face);
          const url = readUrl(message);
          if (message.headers.origin !== undefined && cors(message, response)) return;
          refuseForeignControl(message, url);
          const head = { method, target, url, headers, clientGone };
          const body = await readBody(message).catch(async (error: unknown) => {
            if (error instanceof HttpError) await core.logRefusal(head, error);
            throw error;
          });
          const outgoing = await core.handle({ ...head, body });
          if ("events" in outgoing) {
            const { status, headers, events } = outgoing;
            await sendStream(response, events, { status, headers, signal: clientGone });
          } else await sendResponse(response, outgoing);
        } catch (thrown) {
          if (thrown instanceof Disconnect) response.socket?.destroySoon();
          else throw thrown;
        }
      },
    };
  };
}
