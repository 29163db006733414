// The script of the report page. It filters the cases and opens the one that the address names; without it, all are shown.
const form = /** @type {HTMLFormElement} */ (document.getElementById("report-filter"));
const output = /** @type {HTMLOutputElement} */ (form.querySelector("output"));
const cases = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".case"))];
/** @type {Map<HTMLDetailsElement, string>} */
const texts = new Map();

/** @param {HTMLDetailsElement} element */
function textOf(element) {
  const known = texts.get(element);
  if (known !== undefined) return known;
  const text = `${element.id} ${element.textContent}`.toLowerCase();
  texts.set(element, text);
  return text;
}

function filter() {
  const data = new FormData(form);
  const outcome = data.get("outcome");
  const words = String(data.get("text")).toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const element of cases) {
    const matches =
      (!outcome || element.dataset.outcome === outcome) &&
      words.every((word) => textOf(element).includes(word));
    element.hidden = !matches;
    if (matches) shown += 1;
  }
  output.value = shown === cases.length ? "" : `${shown} of ${cases.length} cases`;
}

/** Opens the case that the address names, even if the filter hides it. */
function openTarget() {
  const element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(element instanceof HTMLDetailsElement)) return;
  if (element.hidden) {
    form.reset();
    filter();
  }
  element.open = true;
  element.scrollIntoView();
}

form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", openTarget);
openTarget();

/** @type {HTMLDetailsElement[]} */
let opened = [];
// On paper, the cases that did not pass are open.
addEventListener("beforeprint", () => {
  opened = cases.filter(
    ({ dataset, open }) => !open && /^(failed|flipped|warned)$/.test(dataset.outcome ?? ""),
  );
  for (const element of opened) element.open = true;
});
addEventListener("afterprint", () => {
  for (const element of opened) element.open = false;
});
