import { useMemo, useRef } from "preact/hooks";
import type { Face } from "../face.ts";
import type { RecordedRequest } from "../run-record.ts";
import { Tabs } from "../tabs.tsx";
import { CopyButton } from "./copy-button.tsx";
import { toCurl } from "./to-curl.ts";
import { toPython } from "./to-python.ts";
import { toTypeScript } from "./to-typescript.ts";

const languages = [
  { name: "curl", write: toCurl },
  { name: "TypeScript", write: toTypeScript },
  { name: "Python", write: toPython },
] as const;

interface Properties {
  readonly request: RecordedRequest;
  readonly face: Face;
}

/** A request as a program in several languages, with a variable in place of the key. */
export function CodePanel(properties: Properties) {
  const tabs = languages.map((language) => ({
    name: language.name,
    content: <Program key={language.name} {...properties} {...language} />,
  }));
  return <Tabs label="Language" tabs={tabs} />;
}

function Program({ name, write, request, face }: Properties & (typeof languages)[number]) {
  const code = useRef<HTMLElement>(null);
  const text = useMemo(() => write(request, face), [write, request, face]);
  return (
    <>
      <CopyButton text={text} source={() => code.current} />
      <pre class="code-text" tabIndex={0} role="group" aria-label={`Code, ${name}`}>
        <code ref={code}>{text}</code>
      </pre>
    </>
  );
}
