import { useCompletion } from "./use-completion";

export function App() {
  const { text, error, isRunning, complete, stop } = useCompletion();

  function submit(fields: FormData) {
    complete({
      prompt: String(fields.get("prompt")),
      temperature: Number(fields.get("temperature")),
      max_tokens: 200,
    });
  }

  return (
    <main>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
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
        <button type="submit">Complete</button>
        <button type="button" onClick={stop} disabled={!isRunning}>
          Stop
        </button>
      </form>
      <output>{text}</output>
      {error && <p role="alert">{error}</p>}
    </main>
  );
}
