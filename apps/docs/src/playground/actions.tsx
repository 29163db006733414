import { useState } from "preact/hooks";
import type { useRuns } from "./use-runs.ts";

interface ActionsProps {
  readonly runs: ReturnType<typeof useRuns>;
  readonly canCopy: boolean;
}

/** The buttons below the prompt. The first submits the form. */
export function Actions({ runs, canCopy }: ActionsProps) {
  const [copied, setCopied] = useState<string>();
  return (
    <div class="actions" role="group" aria-label="Actions">
      <button type="submit" class="button primary" title="Ctrl+Enter in the prompt">
        Run
      </button>
      <button type="button" class="button" disabled={!runs.isRunning} onClick={() => runs.stop()}>
        Stop
      </button>
      <button type="button" class="button" disabled={!runs.canRepeat} onClick={() => runs.repeat()}>
        Repeat
      </button>
      <span class="actions-gap" />
      <button type="button" class="button" disabled={!runs.canUndo} onClick={() => runs.undo()}>
        Undo
      </button>
      <button type="button" class="button" disabled={!runs.canRedo} onClick={() => runs.redo()}>
        Redo
      </button>
      <button
        type="button"
        class="button"
        disabled={!canCopy}
        onBlur={() => setCopied(undefined)}
        onClick={() => void copyAddress().then(setCopied)}
      >
        {copied ?? "Copy link"}
      </button>
    </div>
  );
}

/** Copies the address of the page, which has the form. Returns what to say about it. */
async function copyAddress(): Promise<string> {
  try {
    // Browsers have a clipboard only on HTTPS and on this machine.
    await navigator.clipboard.writeText(location.href);
    return "Link copied";
  } catch {
    return "Copy it from the address bar";
  }
}
