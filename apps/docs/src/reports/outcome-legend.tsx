import { outcomeNames, outcomes } from "./outcomes.ts";

/** The meaning of each sign. */
export function OutcomeLegend() {
  return (
    <ul class="legend" aria-label="Signs">
      {outcomeNames.map((name) => (
        <li key={name}>
          <span class="sign" data-outcome={name}>
            {outcomes[name].sign}
          </span>{" "}
          {outcomes[name].words}
        </li>
      ))}
      <li>
        <span class="sign" /> a case of the other face
      </li>
    </ul>
  );
}
