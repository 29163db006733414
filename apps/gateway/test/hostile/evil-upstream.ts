// A program that is an engine's server: honest to most, evil to requests of evil callers as its parent says.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { listenOnFreePort } from "@completions-api/testing";
import { marker } from "./caller/write-request.ts";
import type { UpstreamSettings } from "./hostile-case.ts";
import { attackSocket } from "./upstream/attack-socket.ts";
import { type EngineBody, respondHonestly } from "./upstream/honest-response.ts";

/** The costs of evil callers to the upstream, and the bytes that it sent them. */
export interface UpstreamReport {
  /** The base URL. */
  readonly url: string;
  readonly requests: number;
  readonly tokens: number;
  /** Bytes sent while it was evil. */
  readonly sent: number;
  /** The most requests at a time. */
  readonly busiest: number;
  /** The requests that are open now. */
  readonly open: number;
}

let settings: UpstreamSettings = {};
let requests = 0;
let tokens = 0;
let sent = 0;
let busiest = 0;
let open = 0;

async function respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
  response.on("error", () => {});
  const body = await buffer(message).catch(() => undefined);
  if (body === undefined) return;
  const { pace = 0, bystanderPace = 0, onConnection = false } = settings;
  const attack = findAttack(body);
  if (!body.includes(marker) && !message.url?.includes(marker)) {
    await respondHonestly(response, parse(body), bystanderPace, () => {});
    return;
  }
  requests += 1;
  open += 1;
  busiest = Math.max(busiest, open);
  const { socket } = response;
  const isEvil = attack !== undefined && !onConnection && socket !== null;
  (isEvil ? socket : response).once("close", () => {
    open -= 1;
  });
  if (isEvil) {
    response.detachSocket(socket);
    await attackWith(socket, attack);
  } else {
    await respondHonestly(response, parse(body), pace, () => {
      tokens += 1;
    });
  }
}

/** Returns the attack that a request gets, or undefined if it gets an honest response. */
function findAttack(body: Buffer): UpstreamSettings["attack"] {
  const { attack, attacks = {} } = settings;
  const [, steps] = Object.entries(attacks).find(([name]) => body.includes(`${marker}-${name}`)) ?? [];
  return steps ?? attack;
}

async function attackWith(socket: Socket, attack: NonNullable<UpstreamSettings["attack"]>): Promise<void> {
  const before = socket.bytesWritten;
  await attackSocket(socket.setNoDelay(), attack);
  sent += socket.bytesWritten - before;
}

function parse(body: Buffer): EngineBody {
  return JSON.parse(body.toString());
}

const server = createServer((message, response) => void respond(message, response));
server.on("connection", (socket: Socket) => {
  socket.on("error", () => {});
  if (settings.onConnection) void attackWith(socket, settings.attack ?? []);
});
server.on("clientError", () => {});
const { url } = await listenOnFreePort(server);

process.on("message", (message: UpstreamSettings | "report") => {
  if (message !== "report") {
    settings = message;
    requests = tokens = sent = busiest = 0;
  }
  const report: UpstreamReport = { url: `${url}/v1`, requests, tokens, sent, busiest, open };
  process.send?.(report);
});
process.once("disconnect", () => process.exit());
