import {
  type ErrorFormat,
  type RequestContext,
  type RequestHandler,
  readBody,
  readUrl,
  type Site,
  sendResponse,
  sendStream,
} from "@completions-api/http";
import { HttpError } from "@completions-api/protocol";
import type { MockCore } from "../create-core.ts";
import { Disconnect } from "../responses/faults.ts";
import { cors, refuseForeignControl } from "./cors.ts";
import { SocketRequest } from "./socket-request.ts";

/**
 * Creates the function that serves a mock's core on sockets.
 *
 * @param site - its files take precedence over the core, which has none of their paths.
 */
export function createRequestHandler(
  core: MockCore,
  site: Site | undefined,
): (context: RequestContext) => RequestHandler {
  return (context) => {
    const { message, response } = context;
    let errorFormat: ErrorFormat | undefined;
    let hasLeft = false;
    let onLeave: (() => void) | undefined;
    const whenGone = (leave: () => void) => {
      if (hasLeft) leave();
      else onLeave = leave;
    };
    return {
      onClose(clientLeft) {
        hasLeft = clientLeft;
        if (clientLeft) onLeave?.();
      },
      get errorFormat() {
        return errorFormat;
      },
      async handle() {
        try {
          const face = core.findFace(message.url ?? "");
          // Without `await` if possible: the parser may be about to find the body broken, and reports it in this format.
          ({ errorFormat } = face instanceof Promise ? await face : face);
          const url = readUrl(message);
          if (message.headers.origin !== undefined && cors(message, response)) return;
          refuseForeignControl(message, url);
          const respond = site?.find(message.method ?? "", url.pathname);
          if (respond !== undefined) return await respond(context);
          const toRequest = (body: Uint8Array) => new SocketRequest(context, url, body, whenGone);
          const body = await readBody(message).catch(async (error: unknown) => {
            if (error instanceof HttpError) await core.logRefusal(toRequest(new Uint8Array()), error);
            throw error;
          });
          const outgoing = await core.handle(toRequest(body));
          if ("events" in outgoing) {
            const { status, headers, events } = outgoing;
            await sendStream(response, events, { status, headers, signal: context.clientGone });
          } else await sendResponse(response, outgoing);
        } catch (thrown) {
          if (thrown instanceof Disconnect) response.socket?.destroySoon();
          else throw thrown;
        }
      },
    };
  };
}
