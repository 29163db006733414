const pattern = /^#key=([\w-]+)$/;

/**
 * Takes the API key that the gateway hands over in the address that it prints, `#key=…`, and removes it from the address and from the
 * history of the tab at once. From then on it is only in the page's memory.
 *
 * @returns undefined if the address has no key.
 */
export function takeKeyFromAddress(): string | undefined {
  // An address with a key that is opened in the tab of the page changes the fragment alone.
  addEventListener("hashchange", (event) => {
    if (!pattern.test(location.hash)) return;
    // The playground, which listens as well, would take it for a form and write another address.
    event.stopImmediatePropagation();
    location.reload();
  });
  const [, key] = pattern.exec(location.hash) ?? [];
  if (key !== undefined) history.replaceState(null, "", location.pathname);
  return key;
}

/** Hands the key over to the playground when the visitor follows a link to it in the same tab. */
export function handOverKey(key: string): void {
  document.addEventListener("click", (event) => {
    const { target, button, ctrlKey, metaKey, shiftKey } = event;
    const link = target instanceof Element ? target.closest("a") : null;
    if (link?.href !== `${location.origin}/playground/` || button !== 0 || ctrlKey || metaKey || shiftKey)
      return;
    event.preventDefault();
    location.assign(`${link.href}#key=${key}`);
  });
}
