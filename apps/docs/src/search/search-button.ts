// The dialog and its index are loaded when somebody searches for the first time.
const button = document.querySelector<HTMLButtonElement>("#search button");

async function open(): Promise<void> {
  const { openSearch } = await import("./open-search.tsx");
  openSearch();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}

button?.addEventListener("click", () => void open());
document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if (key !== "/" || ctrlKey || metaKey || altKey || isTyping(target)) return;
  event.preventDefault();
  void open();
});
