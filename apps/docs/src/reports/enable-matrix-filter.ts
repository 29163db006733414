interface Filter {
  /** The index of a column, or empty. */
  readonly server: string;
  readonly outcome: string;
  readonly text: string;
}

/** Makes the filter of the contract report work. Its state is in the address, so that it can be shared. */
export function enableMatrixFilter(document: Document): void {
  const form = document.querySelector<HTMLFormElement>("#matrix-filter");
  const fieldset = form?.querySelector("fieldset");
  if (!form || !fieldset) return;
  fieldset.disabled = false;
  fillFrom(new URLSearchParams(location.search), form);
  const update = () => {
    const filter = readFilter(form);
    apply(filter, document);
    const entries = Object.entries(filter).filter(([, value]) => value !== "");
    const search = new URLSearchParams(entries).toString();
    history.replaceState(null, "", `${location.pathname}${search && `?${search}`}${location.hash}`);
  };
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("button")?.addEventListener("click", () => {
    form.reset();
    update();
  });
  update();
}

function fillFrom(parameters: URLSearchParams, form: HTMLFormElement): void {
  for (const [name, value] of parameters) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
}

function readFilter(form: HTMLFormElement): Filter {
  const data = new FormData(form);
  const read = (name: string) => String(data.get(name) ?? "").trim();
  return { server: read("server"), outcome: read("outcome"), text: read("text").toLowerCase() };
}

function apply(filter: Filter, document: Document): void {
  const rows = [...document.querySelectorAll<HTMLTableRowElement>("#matrix tr[data-case]")];
  const reasons = new Map(
    Array.from(document.querySelectorAll<HTMLElement>("details[data-case]"), (element) => [
      element.dataset.case,
      element,
    ]),
  );
  let count = 0;
  for (const row of rows) {
    const details = reasons.get(row.dataset.case);
    const isShown = matches(row, details?.textContent ?? "", filter);
    if (isShown) count += 1;
    row.hidden = !isShown;
    if (details) details.hidden = !isShown;
  }
  for (const group of document.querySelectorAll<HTMLElement>("#matrix tbody, .case-list section"))
    group.hidden = group.querySelector("[data-case]:not([hidden])") === null;
  showColumn(filter.server, document);
  const output = document.getElementById("matrix-count");
  if (output) output.textContent = `${count} of ${rows.length} cases`;
}

function matches(row: HTMLTableRowElement, text: string, { server, outcome, text: words }: Filter): boolean {
  const cells = [...row.cells].slice(1);
  const judged = (server === "" ? cells : cells.filter((_, index) => String(index) === server)).map(
    (cell) => cell.dataset.outcome,
  );
  const isJudged = judged.some((found) => found !== undefined && (outcome === "" || found === outcome));
  return isJudged && text.toLowerCase().includes(words);
}

/** Hides the other servers' columns if one server is chosen. */
function showColumn(server: string, document: Document): void {
  for (const row of document.querySelectorAll<HTMLTableRowElement>("#matrix tr:not(.group)"))
    for (const [index, cell] of [...row.cells].slice(1).entries())
      cell.hidden = server !== "" && String(index) !== server;
}
