"use client";

import { useState } from "react";

export default function Page() {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const [controller, setController] = useState<AbortController>();

  async function complete(fields: FormData) {
    const current = new AbortController();
    setController(current);
    setText("");
    setError(undefined);
    try {
      const response = await fetch("/api/complete", {
        method: "POST",
        body: JSON.stringify({
          prompt: fields.get("prompt"),
          temperature: Number(fields.get("temperature")),
        }),
        signal: current.signal,
      });
      if (!response.ok || !response.body) throw new Error((await response.json()).message);
      // Safari cannot iterate over a stream.
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        const { value } = read;
        setText((text) => text + value);
      }
    } catch (error) {
      if (!current.signal.aborted) setError(error instanceof Error ? error.message : String(error));
    } finally {
      setController(undefined);
    }
  }

  return (
    <main>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          complete(new FormData(event.currentTarget));
        }}
      >
        <p>
          <label>
            Prompt <input name="prompt" defaultValue="Call me" />
          </label>
        </p>
        <p>
          <label>
            Temperature <input name="temperature" type="number" step="any" defaultValue="1" />
          </label>
        </p>
        <button type="submit" disabled={controller !== undefined}>
          Complete
        </button>
        <button type="button" onClick={() => controller?.abort()} disabled={controller === undefined}>
          Stop
        </button>
      </form>
      <output>{text}</output>
      {error && <p role="alert">{error}</p>}
    </main>
  );
}
