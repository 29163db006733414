import { WireText } from "./wire-text.tsx";

/** The first line, the headers and the body of a request or a response, folded. */
export function Message({
  title,
  start,
  headers,
  body,
}: {
  readonly title: string;
  readonly start: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}) {
  return (
    <details class="wire-message">
      <summary>
        {title} <span class="mono muted">{start}</span>
      </summary>
      {headers && <Headers title={title} headers={headers} />}
      {body !== undefined && body !== "" && <Body title={title} text={body} />}
    </details>
  );
}

function Headers({
  title,
  headers,
}: {
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
}) {
  return (
    <table class="table">
      <caption class="visually-hidden">{title} headers</caption>
      <thead>
        <tr>
          <th scope="col">Header</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(headers).map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="mono">
              <WireText text={value} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A body, indented if it is JSON. */
export function Body({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <pre class="wire-body" tabIndex={0} role="group" aria-label={`${title} body`}>
      <WireText text={formatJson(text)} />
    </pre>
  );
}

function formatJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Not JSON, or nested too deeply to be written.
    return text;
  }
}
