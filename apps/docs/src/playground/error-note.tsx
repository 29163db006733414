import type { RunError } from "./run-record.ts";
import { Visible } from "./visible.tsx";

/** An error as the contract gives it. */
export function ErrorNote({ error }: { readonly error: RunError }) {
  const { status, code, message, parameter } = error;
  return (
    <div class="error-note" role="alert">
      <p class="error-note-title">
        {status !== undefined && <span class="mono">{status}</span>}
        {code !== undefined && (
          <code>
            <Visible text={code} />
          </code>
        )}
        {status === undefined && code === undefined && "The request failed"}
      </p>
      <p>
        <bdi>
          <Visible text={message} />
        </bdi>
      </p>
      {parameter !== undefined && (
        <p class="muted">
          Parameter:{" "}
          <code>
            <Visible text={parameter} />
          </code>
        </p>
      )}
    </div>
  );
}
