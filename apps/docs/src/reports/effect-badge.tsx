import type { Effect } from "@completions-api/review";

const signs: Readonly<Record<Effect, string>> = { broken: "✗", unknown: "?", kept: "✓" };

/** A promise and what became of it, in a sign and in words. */
export function EffectBadge({ name, effect }: { readonly name: string; readonly effect: Effect }) {
  return (
    <span class="badge" data-effect={effect}>
      <span aria-hidden="true">{signs[effect]}</span> {name} {effect}
    </span>
  );
}
