import { createCompletionsClient, type KnownParameters } from "@completions-api/client";
import { useEffect, useRef, useState } from "react";

// Vite's server forwards /api to the API and replaces this credential with the key: see vite.config.ts.
const client = createCompletionsClient({ baseUrl: "/api", credential: "set-by-the-server" });

/** Streams one completion at a time. A new one stops the one before, and so does unmounting the component. */
export function useCompletion() {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const [isRunning, setIsRunning] = useState(false);
  const controller = useRef<AbortController>(undefined);

  const stop = () => controller.current?.abort();
  useEffect(() => stop, []);

  async function complete(request: KnownParameters) {
    stop();
    const current = new AbortController();
    controller.current = current;
    setText("");
    setError(undefined);
    setIsRunning(true);
    try {
      const stream = await client.complete({ ...request, stream: true }, { signal: current.signal });
      for await (const part of stream.text()) setText((text) => text + part);
    } catch (error) {
      if (!current.signal.aborted) setError(error instanceof Error ? error.message : String(error));
    } finally {
      if (controller.current === current) setIsRunning(false);
    }
  }

  return { text, error, isRunning, complete, stop };
}
