import { useId, useState } from "preact/hooks";
import type { RunRecord } from "../run-record.ts";
import { Visible } from "../visible.tsx";
import { checkSize, readImport } from "./read-import.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** Opens runs that a browser, a proxy or the mock recorded. They are read in the browser and never sent. */
export function ImportPanel({ onImport }: { readonly onImport: (record: RunRecord) => void }) {
  const id = useId();
  const [records, setRecords] = useState<readonly RunRecord[]>([]);
  const [message, setMessage] = useState<{ readonly text: string; readonly isError: boolean }>();
  const [isOver, setIsOver] = useState(false);

  function show(text: string, file: string) {
    const read = readImport(text, file);
    setRecords(read);
    setMessage({ text: read.length === 1 ? "1 run opened." : `${read.length} runs found.`, isError: false });
    const [only] = read;
    if (only && read.length === 1) onImport(only);
  }

  async function open(read: () => Promise<string>, file: string) {
    try {
      show(await read(), file);
    } catch (error) {
      setRecords([]);
      const text = error instanceof UnreadableFile ? error.message : "The file cannot be read.";
      setMessage({ text, isError: true });
      // Anything else is a fault of this page, which is not to be hidden from whoever mends it.
      if (!(error instanceof UnreadableFile)) throw error;
    }
  }

  function openFile(file: File | undefined) {
    if (!file) return;
    void open(async () => {
      checkSize(file.size);
      return file.text();
    }, file.name);
  }

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    openFile(event.dataTransfer?.files[0]);
  }

  return (
    <div class="import-panel">
      <section
        class="import-zone"
        aria-label="Drop a file"
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={onDrop}
      >
        <div class="field">
          <label for={`${id}-file`}>HAR file or cassette</label>
          <input
            id={`${id}-file`}
            type="file"
            accept=".har,.json,.jsonl,.ndjson,.cassette"
            aria-describedby={`${id}-hint`}
            onChange={({ currentTarget }) => openFile(currentTarget.files?.[0])}
          />
        </div>
        <p id={`${id}-hint`} class="muted">
          Choose a file or drop it here, at most 32 MiB. It is read by this page and never sent.
        </p>
      </section>
      <div class="field">
        <label for={`${id}-text`}>Or paste its text</label>
        <textarea
          id={`${id}-text`}
          rows={3}
          spellcheck={false}
          onInput={({ currentTarget: { value } }) => {
            if (value.trim() !== "") void open(async () => value, "Pasted text");
          }}
        />
      </div>
      <p role="status" class={message?.isError ? "wire-problem" : "muted"}>
        {message && <Visible text={message.text} />}
      </p>
      {records.length > 1 && <RunList records={records} onImport={onImport} />}
    </div>
  );
}

/** The most runs that are listed. */
const mostRuns = 500;

function RunList({
  records,
  onImport,
}: {
  readonly records: readonly RunRecord[];
  readonly onImport: (record: RunRecord) => void;
}) {
  return (
    <div class="scroll">
      <table class="table">
        <caption class="visually-hidden">Runs in the file</caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Status</th>
            <th scope="col">Request</th>
          </tr>
        </thead>
        <tbody>
          {records.slice(0, mostRuns).map((record, index) => (
            <tr key={index}>
              <td>
                <button type="button" class="button" onClick={() => onImport(record)}>
                  Open {index + 1}
                </button>
              </td>
              <td>{record.status ?? "none"}</td>
              <td class="mono import-request">
                <Visible
                  text={`${new URL(record.request.url).pathname} ${record.request.body.slice(0, 200)}`}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {records.length > mostRuns && <p>The first {mostRuns} runs are listed.</p>}
    </div>
  );
}
