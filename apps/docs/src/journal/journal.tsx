import { useEffect, useState } from "preact/hooks";
import { LoggedExchange } from "./logged-exchange.tsx";
import { emptyJournal, type JournalState, readJournal } from "./read-journal.ts";

/** Milliseconds between the end of a reading and the next one. */
const interval = 1000;

/** The most requests that are shown. A browser would take long to draw many more. */
const mostShown = 200;

/** The journal of the mock, read again and again while its page is visible. */
export function Journal() {
  const [state, setState] = useState<JournalState>({ kind: "loading" });
  const [session, setSession] = useState("");
  const [isPaused, setPaused] = useState(false);

  useEffect(() => {
    if (isPaused) return;
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const read = async () => {
      const next = document.hidden ? undefined : await readJournal(session);
      if (isOver) return;
      if (next) setState(next);
      timer = setTimeout(read, interval);
    };
    void read();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [session, isPaused]);

  if (state.kind !== "read") return <p role="status">{explanations[state.kind]}</p>;
  const { requests, sessions } = state;
  const empty = async () => {
    await emptyJournal(session);
    setState(await readJournal(session));
  };
  return (
    <>
      <div class="journal-controls">
        {sessions.length > 0 && <SessionChoice sessions={sessions} session={session} onChange={setSession} />}
        <button type="button" class="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          Pause
        </button>
        <button type="button" class="button" disabled={requests.length === 0} onClick={empty}>
          Empty
        </button>
        <span role="status">{countRequests(requests.length)}</span>
      </div>
      <ol class="journal-list" aria-label="Requests, the newest first">
        {requests
          .slice(-mostShown)
          .reverse()
          .map((request) => (
            <li key={`${session} ${request.number} ${request.receivedAt}`}>
              <LoggedExchange request={request} />
            </li>
          ))}
      </ol>
    </>
  );
}

const explanations = {
  loading: "Reading the journal…",
  "not a mock":
    "The server behind this page is not the mock, so it has no journal. Start one: npx pnpm@12 mock.",
  unreachable: "The server cannot be reached. Trying again…",
} as const;

function countRequests(count: number): string {
  if (count === 0) return "No requests yet.";
  const all = count === 1 ? "1 request" : `${count} requests`;
  return count > mostShown ? `${all}, of which these are the last ${mostShown}` : all;
}

interface SessionChoiceProps {
  readonly sessions: readonly string[];
  readonly session: string;
  readonly onChange: (session: string) => void;
}

function SessionChoice({ sessions, session, onChange }: SessionChoiceProps) {
  return (
    <div class="field">
      <label for="journal-session">Session</label>
      <select
        id="journal-session"
        value={session}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        <option value="">without a name</option>
        {sessions.map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
    </div>
  );
}
