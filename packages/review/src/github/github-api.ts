import { setTimeout } from "node:timers/promises";
import { explainRefusal, GitHubError } from "./github-error.ts";

export interface GitHubOptions {
  /** Such as `https://api.github.com`: `GITHUB_API_URL` in a workflow. */
  readonly url: string;
  readonly token: string;
  /** Milliseconds before a request is repeated for the first time; doubled each time. */
  readonly backoff?: number;
}

/** GitHub's REST API, as far as comments need it. Paths start with a slash. Every method throws a {@link GitHubError}. */
export interface GitHub {
  get(path: string): Promise<unknown>;
  /** Returns the items of all pages of a list. */
  list(path: string): Promise<unknown[]>;
  send(method: "POST" | "PATCH", path: string, body: object): Promise<unknown>;
  /** Returns the bytes behind a path, following redirects. Throws a RangeError if there are more than `limit`. */
  download(path: string, limit: number): Promise<Buffer>;
}

const attempts = 4;
/** A limit on lists: 3,000 comments are not one discussion, and a hostile server could go on for ever. */
const pages = 30;
const longestWait = 60_000;

export function createGitHub({ url, token, backoff = 1000 }: GitHubOptions): GitHub {
  const root = url.replace(/\/$/, "");

  async function request(method: string, address: string, body?: object): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(address, {
        method,
        headers: {
          Accept: "application/vnd.github+json",
          Authorization: `Bearer ${token}`,
          "User-Agent": "completions-review",
          "X-GitHub-Api-Version": "2022-11-28",
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(60_000),
      });
      if (response.ok) return response;
      const text = await response.text();
      const wait = waitBeforeRetry(method, response, text, backoff * 2 ** (attempt - 1));
      if (wait === undefined || attempt === attempts) {
        throw explainRefusal(`${method} ${new URL(address).pathname}`, response.status, text);
      }
      await setTimeout(wait);
    }
  }

  return {
    async get(path) {
      return (await request("GET", root + path)).json();
    },
    async send(method, path, body) {
      return (await request(method, root + path, body)).json();
    },
    async list(path) {
      const items: unknown[] = [];
      let next: string | undefined = `${root}${path}${path.includes("?") ? "&" : "?"}per_page=100`;
      for (let page = 1; next !== undefined && page <= pages; page++) {
        const response: Response = await request("GET", next);
        const list: unknown = await response.json();
        if (!Array.isArray(list)) throw new GitHubError(response.status, `${path} is not a list.`);
        items.push(...list);
        next = nextPage(response.headers.get("link"), root);
      }
      return items;
    },
    async download(path, limit) {
      const response = await request("GET", root + path);
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of response.body ?? []) {
        size += chunk.length;
        if (size > limit) throw new RangeError(`It has more than ${limit} bytes`);
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },
  };
}

/** Returns the milliseconds after which a failed request may succeed, or undefined if it will not. */
function waitBeforeRetry(
  method: string,
  { status, headers }: Response,
  text: string,
  backoff: number,
): number | undefined {
  const retryAfter = headers.get("retry-after");
  const isLimited =
    status === 429 ||
    (status === 403 &&
      (retryAfter !== null ||
        headers.get("x-ratelimit-remaining") === "0" ||
        text.includes("secondary rate limit")));
  // A POST that failed on the way may have done its work: its caller looks before it tries again.
  if (!isLimited && (status < 500 || method === "POST")) return undefined;
  if (retryAfter !== null) return limit(Number(retryAfter) * 1000);
  if (headers.get("x-ratelimit-remaining") === "0") {
    return limit(Number(headers.get("x-ratelimit-reset")) * 1000 - Date.now());
  }
  return backoff;
}

/** Returns undefined for a wait that a job should not sit out, such as the rest of an hour. */
function limit(wait: number): number | undefined {
  return wait <= longestWait ? Math.max(wait, 0) : undefined;
}

/** Finds the next page in a `Link` header. The token is for one server only, so a page elsewhere is none. */
function nextPage(link: string | null, root: string): string | undefined {
  const next = /<([^>]*)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return next !== undefined && URL.parse(next)?.origin === new URL(root).origin ? next : undefined;
}
