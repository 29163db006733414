import type { createClient, RedisClusterOptions } from "redis";
import { connectInTime, connectionOptions, timeout } from "./redis-client.ts";
import { findMaster } from "./redis-sentinel.ts";

/** The Redis servers that gateways share. */
export interface RedisServers {
  /** `redis://`, or `rediss://` for TLS, with user, password and database if needed. Of a cluster some nodes, between commas. */
  readonly url: string;
  /** True for a Redis Cluster. */
  readonly cluster?: boolean;
  /** The Sentinels that know which server is the master. The host and port of `url` are then ignored. */
  readonly sentinel?: {
    /** The URLs of the Sentinels, between commas. */
    readonly url: string;
    /** The name by which they know the master. */
    readonly master: string;
  };
}

/** The commands that work with one server and with a cluster, where all keys of a command must be in the same slot. */
export type RedisClient = Pick<ReturnType<typeof createClient>, "eval" | "evalSha" | "destroy">;

/** The ways to reach Redis servers. */
export interface RedisAccess {
  /** True if a client has connections to several servers, and so can go on after it has lost one. */
  readonly isCluster: boolean;
  /**
   * Connects a client. It does not reconnect.
   *
   * @param onLost - called when the client has lost a connection.
   * @throws Error if that fails, or takes more than a second.
   */
  connect(onLost: (client: RedisClient, error: unknown) => void): Promise<RedisClient>;
  /** Returns true for an error that Redis answered with, although its server can be used. */
  isAnswer(error: unknown): error is Error;
}

/**
 * Prepares for connecting to Redis servers.
 *
 * @throws Error if a URL is not a Redis URL.
 */
export async function accessRedis({ url, cluster = false, sentinel }: RedisServers): Promise<RedisAccess> {
  const urls = readUrls(url);
  const [server = ""] = urls;
  const sentinels = sentinel && { urls: readUrls(sentinel.url), master: sentinel.master };
  // Loaded only by gateways that use it: it would take a sixth of the time to start.
  const { createClient, createCluster, ErrorReply } = await import("redis");
  return {
    isCluster: cluster,
    async connect(onLost) {
      if (cluster) {
        const client = createCluster(describeCluster(urls));
        let reason: unknown;
        for (const event of ["error", "node-error"]) {
          client.on(event, (error) => {
            reason = error;
            onLost(client, error);
          });
        }
        return connectInTime(client).catch((error) => {
          // Says only that it has tried all URLs.
          throw reason ?? error;
        });
      }
      const url = sentinels ? await findMaster(createClient, sentinels, server) : server;
      const client = createClient(connectionOptions(url));
      return connectInTime(client.on("error", (error) => onLost(client, error)));
    },
    isAnswer: (error): error is Error => error instanceof ErrorReply && !wrongServer.test(error.message),
  };
}

/** Errors of a server that is no master any more, or whose cluster is incomplete. */
const wrongServer = /^(?:READONLY|MASTERDOWN|CLUSTERDOWN|MOVED|ASK|LOADING) /;

/** Splits URLs at commas, and checks them here because the client's error has the URL and so the password in it. */
function readUrls(text: string): readonly string[] {
  const urls = text.split(",");
  if (urls.every((url) => /^rediss?:$/.test(URL.parse(url)?.protocol ?? ""))) return urls;
  throw new Error("The Redis URL is invalid. It must look like `redis://host:6379`.");
}

function describeCluster(urls: readonly string[]): RedisClusterOptions {
  const { protocol, username, password } = new URL(urls[0] ?? "");
  return {
    rootNodes: urls.map((url) => ({ url })),
    // Connects to each node when it is first needed, so that one that is down does not delay the others.
    minimizeConnections: true,
    defaults: {
      ...connectionOptions(),
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      // Ends connections to nodes that do not answer, also where the client library waits for the list of nodes without limit.
      pingInterval: timeout,
      socket: { ...connectionOptions().socket, tls: protocol === "rediss:", socketTimeout: 5 * timeout },
    },
  };
}
