import { outcomeNames, outcomes } from "./outcomes.ts";

/** The fields that filter the cases. They need the script of the page, which enables them. */
export function MatrixFilter({ servers }: { readonly servers: readonly string[] }) {
  return (
    <form id="matrix-filter" class="matrix-filter" aria-label="Filter the cases">
      <fieldset disabled>
        <legend class="visually-hidden">Filter</legend>
        <div class="field">
          <label for="filter-server">Server</label>
          <select id="filter-server" name="server">
            <option value="">All servers</option>
            {servers.map((name, index) => (
              <option key={name} value={index}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="filter-outcome">Outcome</label>
          <select id="filter-outcome" name="outcome">
            <option value="">Any outcome</option>
            {outcomeNames.map((name) => (
              <option key={name} value={name}>
                {outcomes[name].words}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="filter-text">Text</label>
          <input id="filter-text" name="text" type="search" autocomplete="off" />
        </div>
        <button type="button" class="button">
          Reset
        </button>
      </fieldset>
      <p class="muted" role="status" id="matrix-count" />
    </form>
  );
}
