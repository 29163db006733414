import { render } from "preact";
import { SearchDialog } from "./search-dialog.tsx";

let dialog: HTMLDialogElement | undefined;

/** Shows the search, over the page. */
export function openSearch(): void {
  dialog ??= createDialog();
  if (!dialog.open) dialog.showModal();
  const input = dialog.querySelector("input");
  input?.focus();
  input?.select();
}

function createDialog(): HTMLDialogElement {
  const element = document.createElement("dialog");
  element.className = "search";
  element.setAttribute("aria-label", "Search");
  // A click beside the box is a click on the dialog itself.
  element.addEventListener("click", ({ target }) => {
    if (target === element) element.close();
  });
  document.body.append(element);
  render(<SearchDialog onClose={() => element.close()} />, element);
  return element;
}
