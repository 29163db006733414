import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { startServer } from "@completions-api/testing";

export interface FakeComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
  readonly html_url: string;
}

interface FakeArtifact {
  readonly id: number;
  readonly name: string;
  readonly expired: boolean;
  readonly zip: Buffer;
}

interface FakeAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** True to do what was asked before answering. */
  readonly after?: boolean;
}

/** An HTTP server that does with comments, pull requests and artifacts what GitHub's documentation says. */
export class GitHubServer implements AsyncDisposable {
  readonly token: string = "a-token";
  readonly bot: string = "github-actions[bot]";
  /** By number of the pull request. */
  readonly comments: Map<number, FakeComment[]> = new Map();
  pullRequests: {
    number: number;
    state: "open" | "closed";
    head: { sha: string; ref: string; repo: { full_name: string } | null };
  }[] = [];
  readonly artifacts: Map<number, FakeArtifact[]> = new Map();
  /** Answers to the next requests of a method, instead of the usual ones. */
  readonly failures: { method: string; answer: FakeAnswer }[] = [];
  /** Requests so far, such as `GET /repos/o/r/pulls?state=open`. */
  readonly requests: string[] = [];
  url = "";
  #server: AsyncDisposable | undefined;
  #nextId = 1;

  static async start(): Promise<GitHubServer> {
    const github = new GitHubServer();
    const server = await startServer(
      createServer((request, response) => void github.#handle(request, response)),
    );
    github.#server = server;
    github.url = server.url;
    return github;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
  }

  addComment(number: number, login: string, body: string): FakeComment {
    const id = this.#nextId++;
    const html_url = `https://github.example/o/r/pull/${number}#issuecomment-${id}`;
    const comment = { id, body, user: { login }, html_url };
    this.comments.set(number, [...(this.comments.get(number) ?? []), comment]);
    return comment;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "" } = request;
    this.requests.push(`${method} ${url}`);
    const body = await text(request);
    const index = this.failures.findIndex((failure) => failure.method === method);
    const failure = index === -1 ? undefined : this.failures.splice(index, 1)[0]?.answer;
    const usual = failure === undefined || failure.after ? this.#answer(request, body) : undefined;
    const answer = failure ?? usual ?? { status: 404 };
    const content = answer.body ?? { message: "Not Found", status: String(answer.status) };
    response.writeHead(answer.status, {
      "Content-Type": "application/json; charset=utf-8",
      ...answer.headers,
    });
    response.end(Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }

  #answer({ method = "", url = "", headers }: IncomingMessage, body: string): FakeAnswer | undefined {
    if (headers["user-agent"] === undefined) return { status: 403 };
    const { pathname, searchParams } = new URL(url, this.url);
    // The archive is behind an address that needs no token, and must not get it.
    const zip = /^\/blobs\/(\d+)$/.exec(pathname);
    if (zip && headers.authorization !== undefined) return { status: 400 };
    if (zip) return { status: 200, body: this.#findArtifact(Number(zip[1])) };
    if (headers.authorization !== `Bearer ${this.token}`) {
      return { status: 401, body: { message: "Bad credentials", status: "401" } };
    }
    const issue = /^\/repos\/o\/r\/issues\/(\d+)\/comments$/.exec(pathname);
    if (issue) {
      const number = Number(issue[1]);
      if (method === "GET") return this.#page(this.comments.get(number) ?? [], url);
      const text: string = JSON.parse(body).body;
      return refuseLong(text) ?? { status: 201, body: this.addComment(number, this.bot, text) };
    }
    const comment = /^\/repos\/o\/r\/issues\/comments\/(\d+)$/.exec(pathname);
    if (comment && method === "PATCH") {
      const found = [...this.comments.values()].flat().find(({ id }) => id === Number(comment[1]));
      if (!found) return undefined;
      const text: string = JSON.parse(body).body;
      const refusal = refuseLong(text);
      if (!refusal) found.body = text;
      return refusal ?? { status: 200, body: found };
    }
    if (pathname === "/repos/o/r/pulls") {
      const [owner, branch] = (searchParams.get("head") ?? ":").split(":");
      const found = this.pullRequests.filter(
        ({ state, head }) =>
          state === searchParams.get("state") &&
          head.ref === branch &&
          head.repo?.full_name.startsWith(`${owner}/`),
      );
      return this.#page(found, url);
    }
    const run = /^\/repos\/o\/r\/actions\/runs\/(\d+)\/artifacts$/.exec(pathname);
    if (run) {
      const found = this.artifacts.get(Number(run[1])) ?? [];
      const named = found.filter(({ name }) => name === searchParams.get("name"));
      const artifacts = named.map(({ id, name, expired }) => ({ id, name, expired }));
      return { status: 200, body: { total_count: artifacts.length, artifacts } };
    }
    const artifact = /^\/repos\/o\/r\/actions\/artifacts\/(\d+)\/zip$/.exec(pathname);
    if (artifact) {
      const location = this.url.replace("127.0.0.1", "localhost");
      return { status: 302, headers: { Location: `${location}/blobs/${artifact[1]}` } };
    }
    return undefined;
  }

  #findArtifact(id: number): Buffer {
    const all = [...this.artifacts.values()].flat();
    return all.find((artifact) => artifact.id === id)?.zip ?? Buffer.of();
  }

  /** One page of a list: 30 items unless the caller asks for up to 100, and the addresses of the others in `Link`. */
  #page(items: readonly unknown[], url: string): FakeAnswer {
    const address = new URL(url, this.url);
    const size = Math.min(Number(address.searchParams.get("per_page") ?? 30), 100);
    const page = Number(address.searchParams.get("page") ?? 1);
    const last = Math.max(1, Math.ceil(items.length / size));
    const link = (number: number, relation: string) => {
      address.searchParams.set("page", String(number));
      return `<${address.href}>; rel="${relation}"`;
    };
    const links = [
      ...(page > 1 ? [link(page - 1, "prev")] : []),
      ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
    ];
    return {
      status: 200,
      ...(links.length > 0 && { headers: { Link: links.join(", ") } }),
      body: items.slice((page - 1) * size, page * size),
    };
  }
}

function refuseLong(text: string): FakeAnswer | undefined {
  if (text.length <= 65_536) return undefined;
  const message = "Body is too long (maximum is 65536 characters)";
  const errors = [{ resource: "IssueComment", code: "unprocessable", field: "data", message }];
  return { status: 422, body: { message: "Validation Failed", errors } };
}
