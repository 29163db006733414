import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { href } from "../page.ts";
import { describeFailure } from "./describe-failure.ts";
import { streamCompletion } from "./stream-completion.ts";

const prompt = "Call me";

type State = "waiting" | "streaming" | "finished" | "stopped" | "failed";

const statusTexts: Readonly<Record<State, string>> = {
  waiting: "Ready.",
  streaming: "Streaming…",
  finished: "Finished.",
  stopped: "Stopped.",
  failed: "",
};

interface LiveCompletionProps {
  /** Starts as soon as the component is in the page. */
  readonly autoStart?: boolean;
  /** By default one that a mock accepts. */
  readonly apiKey?: string | undefined;
}

/** A completion that streams in from the server of the page. */
export function LiveCompletion({ autoStart = false, apiKey = "any-key" }: LiveCompletionProps) {
  // In the static page no button does anything. The first render in the browser must equal it.
  const [isLive, setLive] = useState(false);
  const [state, setState] = useState<State>("waiting");
  const [text, setText] = useState("");
  const [failure, setFailure] = useState("");
  const controller = useRef<AbortController>(undefined);
  const runs = useRef(0);

  const start = useCallback(async () => {
    controller.current = new AbortController();
    const { signal } = controller.current;
    setState("streaming");
    setText("");
    setFailure("");
    try {
      runs.current += 1;
      // The first seed gives the text that the README shows.
      for await (const piece of streamCompletion({ apiKey, prompt, seed: runs.current + 1, signal })) {
        if (!signal.aborted) setText((before) => before + piece);
      }
      setState("finished");
    } catch (error) {
      setState(signal.aborted ? "stopped" : "failed");
      if (!signal.aborted) setFailure(describeFailure(error));
    }
  }, [apiKey]);

  useEffect(() => {
    setLive(true);
    if (autoStart) void start();
    return () => controller.current?.abort();
  }, [autoStart, start]);

  const isStreaming = state === "streaming";
  return (
    <section class="live card" aria-labelledby="live-title">
      <h2 id="live-title">A completion from this server</h2>
      {/* Not a live region: a screen reader would read every token. The status below says when the text is complete. */}
      <div class="live-text mono" tabIndex={0} role="group" aria-label="Completion">
        <span class="live-prompt">{prompt}</span>
        {text}
        {isStreaming && <span class="live-caret" aria-hidden="true" />}
      </div>
      <div class="live-controls">
        {isStreaming ? (
          <button type="button" class="button" onClick={() => controller.current?.abort()}>
            Stop
          </button>
        ) : (
          <button type="button" class="button" disabled={!isLive} onClick={start}>
            {state === "waiting" ? "Start" : "Again"}
          </button>
        )}
        <p class="live-status muted" role="status">
          {statusTexts[state]}
          {failure}
        </p>
        <a href={href("playground/")}>Try your own prompt</a>
      </div>
    </section>
  );
}
