import { createApiServer, loadSite } from "@completions-api/http";
import type { CassetteLine } from "@completions-api/protocol/cassette";
import { findBuiltSite } from "./built-site.ts";
import { type CoreOptions, createCore, type MockCore } from "./create-core.ts";
import { createMockSession, type MockSession, type MockSessionOptions } from "./mock-session.ts";
import { createDynamicResponse, loadPrismReferee } from "./prism/load-prism.ts";
import type { Recording, RecordingOptions } from "./recording/load-recording.ts";
import type { AppointedReferee } from "./referee/apply-verdicts.ts";
import { RefereeError, type RefereeName, refereeNames } from "./referee/referee.ts";
import { describeUnused, UnusedRepliesError } from "./replies/unused-replies.ts";
import type { ScriptFile } from "./script/script-file.ts";
import { createRequestHandler } from "./server/create-request-handler.ts";
import type { SessionStore } from "./sessions/session-store.ts";

/** Options of `startMock`. */
export interface MockOptions extends Omit<CoreOptions, "replay">, RecordingOptions {
  /** The TCP port; 0 picks a free one. By default 4010. */
  readonly port?: number;
  /** The address or host name to listen on. By default 127.0.0.1, which only this machine can reach. */
  readonly host?: string;
  /**
   * Lets Prism check every exchange against the spec a second time: with `prism`, what it refuses becomes a 500; with
   * `prism:observe`, it is only reported, on stderr and in `violations`. Both need the package `@stoplight/prism-http`. By default
   * the environment variable `COMPLETIONS_MOCK_REFEREE` decides.
   */
  readonly referee?: RefereeName;
  /**
   * A file of replies and settings, in YAML or JSON, with which every session begins. It is read again when it changes. The path
   * begins at the working directory.
   */
  readonly script?: string | URL;
  /**
   * Serves the documentation, a playground and the journal as pages at `/`, or the files of another folder. By default false.
   */
  readonly site?: boolean | URL;
}

/** A running mock. With `await using` it is closed at the end of the block. */
export interface Mock extends MockSession, AsyncDisposable {
  /** Creates a session for one test, which shares nothing with other tests. */
  session(options?: MockSessionOptions): MockSession;
  /**
   * Stops the mock at once, closes open streams, and reports unused replies on stderr. May be called more than once.
   *
   * @throws UnusedRepliesError if a strict session has unused replies. The end of a block with `await using` only reports them,
   * because an error there would hide the one that ended the block.
   */
  close(): Promise<void>;
}

/**
 * Starts the mock server.
 *
 * @throws RefereeError if the referee cannot be loaded; ScriptError if the script cannot be used; Error of `node:net` if it cannot listen, for example with the code `EADDRINUSE`.
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = 4010, host = "127.0.0.1" } = options;
  const script = options.script === undefined ? undefined : await loadScript(options.script);
  const referee = await appointReferee(options.referee);
  const siteFolder = options.site === true ? findBuiltSite() : options.site || undefined;
  const site = siteFolder && (await loadSite(siteFolder));
  const { replay, passOn } = await loadRecording(options, (line) => core.replayer?.add(line));
  const { proxy: _proxy, replay: _replay, site: _site, ...others } = options;
  const core: MockCore = await createCore(
    { ...others, ...(replay && { replay }) },
    { referee, createDynamicResponse, passOn },
  );
  if (script) core.sessions.useScript(script.script);
  const server = createApiServer(createRequestHandler(core, site));
  const url = await server.listen({ host, port });
  const closing = new AbortController();
  script?.watch((changed) => core.sessions.useScript(changed), closing.signal);
  const session = (id: string, url: string, options?: MockSessionOptions) =>
    createMockSession(core.sessions.find(id, options), url);
  let unused: readonly string[] | undefined;
  const stop = async () => {
    closing.abort();
    await server.close();
    unused ??= reportUnused(core.sessions);
  };
  return Object.assign(session("", url), {
    session(options?: MockSessionOptions) {
      const id = crypto.randomUUID();
      return session(id, `${url}/__mock/sessions/${id}`, options);
    },
    async close() {
      await stop();
      if (unused && unused.length > 0) throw new UnusedRepliesError(unused);
    },
    [Symbol.asyncDispose]: stop,
  });
}

/** Reports unused replies on stderr, once for all sessions that have the same ones. Returns those of strict sessions. */
function reportUnused(sessions: SessionStore): readonly string[] {
  const all = [sessions.find(""), ...sessions.list().map(([, session]) => session)];
  const counts = new Map<string, number>();
  const ofStrict = all.flatMap(({ replies, strict }) => {
    const unused = describeUnused(replies);
    for (const line of unused) counts.set(line, (counts.get(line) ?? 0) + 1);
    return strict ? unused : [];
  });
  for (const [line, count] of counts)
    console.error(`completions-mock: ${line}${count > 1 ? ` The same in ${count} sessions.` : ""}`);
  return ofStrict;
}

/** Appoints the referee that the options or, for every mock of a test run, the environment variable name. */
async function appointReferee(
  name: RefereeName | undefined = readRefereeName(),
): Promise<AppointedReferee | undefined> {
  return name && { referee: await loadPrismReferee(), observes: name === "prism:observe" };
}

async function loadRecording(
  options: RecordingOptions,
  onRecorded: (line: CassetteLine) => void,
): Promise<Recording> {
  if (options.proxy === undefined && options.replay === undefined) return {};
  // Loaded late, because few mocks record or replay.
  const { loadRecording } = await import("./recording/load-recording.ts");
  return loadRecording(options, onRecorded);
}

async function loadScript(location: string | URL): Promise<ScriptFile> {
  // Loaded late, because few mocks have a script.
  const { ScriptFile } = await import("./script/script-file.ts");
  return new ScriptFile(location);
}

function readRefereeName(): RefereeName | undefined {
  const { COMPLETIONS_MOCK_REFEREE: given = "" } = process.env;
  const name = refereeNames.find((known) => known === given);
  if (name === undefined && given !== "")
    throw new RefereeError(
      `COMPLETIONS_MOCK_REFEREE must be one of ${refereeNames.join(", ")}, not ${given}.`,
    );
  return name;
}
