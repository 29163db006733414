/** Opens the search. `search/search-button.ts` makes it work. */
export function SearchButton() {
  return (
    <button type="button" class="button search-button" aria-keyshortcuts="/">
      Search <kbd>/</kbd>
    </button>
  );
}
