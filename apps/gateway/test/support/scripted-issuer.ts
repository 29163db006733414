import { createServer, type ServerResponse } from "node:http";
import { startServer } from "@completions-api/testing";

/** A server in an issuer's place, whose responses the test decides. */
export interface ScriptedIssuer extends AsyncDisposable {
  readonly url: string;
  /** The number of requests so far. */
  readonly asked: number;
  respond: (response: ServerResponse) => void;
}

export async function startScriptedIssuer(respond: ScriptedIssuer["respond"]): Promise<ScriptedIssuer> {
  const issuer = {
    asked: 0,
    respond,
  };
  const server = await startServer(
    createServer((_, response) => {
      issuer.asked += 1;
      issuer.respond(response);
    }),
  );
  return Object.assign(issuer, server);
}

/** Writes a token that nobody signed. */
export function forge(header: object, claims: object): string {
  const [head, body] = [header, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${head}.${body}.${Buffer.alloc(256, 1).toString("base64url")}`;
}
