import type { IncomingMessage } from "node:http";
import { type Cors, createCors, readUrl } from "@completions-api/http";
import { otherError } from "@completions-api/protocol";
import { isControlPath } from "../control/control-routes.ts";
import { withoutSession } from "../sessions/session-store.ts";

/** Adds CORS headers for pages of any origin, so that the app under test can call the mock from a browser. */
export const cors: Cors = createCors({
  allows: (origin, message) => !isControl(readUrl(message)) || isLoopback(origin),
  exposed: ["*"],
});

/**
 * Refuses a request of a page that is not from this machine, but would control the mock or read its journal. Not to add CORS headers
 * would not do: browsers send some requests without asking, and only hide the response.
 *
 * A page may also let a name of its own stand for this machine (DNS rebinding). Its browser then takes the mock for the page's own
 * server and sends no origin, but the name in `Host`.
 *
 * @throws HttpError 400 `invalid_header`.
 */
export function refuseForeignControl({ headers, socket }: IncomingMessage, url: URL): void {
  if (!isControl(url)) return;
  const { origin, host = "" } = headers;
  if (origin !== undefined && !isLoopback(origin))
    throw otherError("invalid_header", "A web page of this origin must not control the mock", {
      advice: "Serve the page from localhost, or control the mock from a program.",
      param: "origin",
    });
  // Other addresses are for other machines as well, so a name protects nothing.
  if (isLoopbackAddress(socket.localAddress) && isPublicName(host))
    throw otherError("invalid_header", "The mock must not be controlled by this host name", {
      advice: "Use localhost or an IP address.",
      param: "host",
    });
}

function isControl({ pathname }: URL): boolean {
  return isControlPath(withoutSession(pathname));
}

function isLoopbackAddress(address = ""): boolean {
  return /^(?:::ffff:)?127\.|^::1$/.test(address);
}

/**
 * Returns true for a host that somebody may own in the internet: not an address, not a name without a dot, and not one under a
 * top-level domain that is only for private use, such as `host.docker.internal`.
 */
function isPublicName(host: string): boolean {
  const name = host.replace(/:\d*$/, "").replace(/\.$/, "");
  return !/^(?:[\d.]+|\[.*\]|[^.]*|.*\.(?:internal|local|localhost|test))$/i.test(name);
}

/** Returns true for an origin of this machine, such as `http://localhost:5173`. */
function isLoopback(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
