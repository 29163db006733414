import { useEffect, useState } from "preact/hooks";
import { findEntries } from "./rank.ts";
import type { SearchEntry } from "./search-entry.ts";

const limit = 20;

/** The contents of the search dialog: a box and the list of results that it controls. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const { entries, failure } = useEntries();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const results = findEntries(entries, query, limit);

  function visit({ href }: SearchEntry): void {
    onClose();
    location.assign(href);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const result = results[active];
    if (step !== undefined && results.length > 0)
      setActive((active + step + results.length) % results.length);
    else if (event.key === "Enter" && result !== undefined) visit(result);
    else return;
    event.preventDefault();
  }

  return (
    <div class="search-box">
      <input
        type="text"
        role="combobox"
        aria-label="Search the site"
        aria-autocomplete="list"
        aria-expanded={results.length > 0}
        aria-controls="search-results"
        aria-activedescendant={results.length > 0 ? `search-result-${active}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder="Parameter, error code, rule or page"
        value={query}
        onInput={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <button type="button" class="button" onClick={onClose}>
        Close
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the box controls the list and keeps the focus. */}
      <ul id="search-results" role="listbox" aria-label="Results">
        {results.map((result, index) => (
          <Result
            key={result.href}
            result={result}
            id={`search-result-${index}`}
            isActive={index === active}
            onVisit={() => visit(result)}
          />
        ))}
      </ul>
      <p class="search-status" role="status">
        {failure ?? describe(query, results.length)}
      </p>
    </div>
  );
}

interface ResultProps {
  readonly result: SearchEntry;
  readonly id: string;
  readonly isActive: boolean;
  readonly onVisit: () => void;
}

function Result({ result, id, isActive, onVisit }: ResultProps) {
  return (
    // biome-ignore-start lint/a11y: the box has the focus and the keys, and points to the active option.
    <li
      id={id}
      role="option"
      aria-selected={isActive}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: "nearest" });
      }}
      onClick={onVisit}
    >
      <span class="search-title">{result.title}</span> <span class="search-page">{result.page}</span>
      <span class="search-text">{result.text}</span>
    </li>
    // biome-ignore-end lint/a11y: the same.
  );
}

function describe(query: string, count: number): string {
  if (query.trim() === "") return "Use the arrow keys to choose and Enter to open.";
  if (count === 0) return "Nothing found.";
  return count === limit ? `The best ${limit} results` : `${count} result${count === 1 ? "" : "s"}`;
}

function useEntries() {
  const [entries, setEntries] = useState<readonly SearchEntry[]>([]);
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    loadEntries().then(setEntries, () => setFailure("The index did not load. Reload the page to try again."));
  }, []);
  return { entries, failure };
}

async function loadEntries(): Promise<readonly SearchEntry[]> {
  const response = await fetch("/search.json");
  if (!response.ok) throw new Error(`search.json got status ${response.status}.`);
  return response.json();
}
