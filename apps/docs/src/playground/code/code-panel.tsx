import { useId, useMemo, useRef, useState } from "preact/hooks";
import type { Face } from "../face.ts";
import type { RecordedRequest } from "../run-record.ts";
import { CopyButton } from "./copy-button.tsx";
import { toCurl } from "./to-curl.ts";
import { toPython } from "./to-python.ts";
import { toTypeScript } from "./to-typescript.ts";

const languages = [
  { name: "curl", write: toCurl },
  { name: "TypeScript", write: toTypeScript },
  { name: "Python", write: toPython },
] as const;

/** A request as a program in several languages, with a variable in place of the key. */
export function CodePanel({ request, face }: { readonly request: RecordedRequest; readonly face: Face }) {
  const [selected, setSelected] = useState(0);
  const id = useId();
  const tabs = useRef<HTMLDivElement>(null);
  const code = useRef<HTMLElement>(null);
  const { name, write } = languages[selected] ?? languages[0];
  const text = useMemo(() => write(request, face), [write, request, face]);

  function onKeyDown(event: KeyboardEvent) {
    const next = {
      ArrowRight: (selected + 1) % languages.length,
      ArrowLeft: (selected + languages.length - 1) % languages.length,
      Home: 0,
      End: languages.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setSelected(next);
    tabs.current?.querySelectorAll("button")[next]?.focus();
  }

  return (
    <div class="code-panel">
      <div class="tabs" role="tablist" aria-label="Language" ref={tabs} onKeyDown={onKeyDown}>
        {languages.map((language, index) => (
          <button
            key={language.name}
            type="button"
            role="tab"
            id={`${id}-${index}`}
            aria-selected={index === selected}
            aria-controls={`${id}-panel`}
            tabIndex={index === selected ? 0 : -1}
            onClick={() => setSelected(index)}
          >
            {language.name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${selected}`}>
        <CopyButton text={text} source={() => code.current} />
        <pre tabIndex={0} role="region" aria-label={`Code, ${name}`}>
          <code ref={code}>{text}</code>
        </pre>
      </div>
    </div>
  );
}
