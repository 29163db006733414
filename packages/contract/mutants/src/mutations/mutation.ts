/** The path to a value of a document: names of properties and indices. */
export type Path = readonly (string | number)[];

/** A change of a document at one place. */
export type Change =
  | { readonly set: unknown }
  | { readonly remove: true }
  /** Gives a property another name. */
  | { readonly rename: string };

/** A spec that differs from ours in one statement. */
export interface SpecMutation {
  /** The kind of the statement: a bound, an entry of an enum. */
  readonly mutator: string;
  readonly path: Path;
  readonly change: Change;
}

/** Formats a mutation in a few words: `minimum: 0 becomes 1`. */
export function describeMutation(document: unknown, { path, change }: SpecMutation): string {
  const place = `#/${path.map((name) => String(name).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
  const before = JSON.stringify(path.reduce<unknown>((value, name) => Object(value)[name], document));
  if ("remove" in change) return `${place} is removed`;
  if ("rename" in change) return `${place} is renamed to ${change.rename}`;
  if (before === undefined) return `${place} is added: ${JSON.stringify(change.set)}`;
  return `${place} becomes ${JSON.stringify(change.set)}`;
}

/** Returns a copy of a document with a mutation. */
export function applyMutation(document: object, { path, change }: SpecMutation): object {
  const copy = structuredClone(document);
  const name = path.at(-1) ?? "";
  // A path leads through objects and lists only.
  const holder = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>(
      (value, step) => value[step] as Record<string, unknown>,
      copy as Record<string, unknown>,
    );
  if ("set" in change) holder[name] = change.set;
  else if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else {
    const value = holder[name];
    delete holder[name];
    if ("rename" in change) holder[change.rename] = value;
  }
  return copy;
}
