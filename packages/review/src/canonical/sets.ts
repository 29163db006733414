// The methods of Set are newer than the language version that this repository compiles for.

export function intersect<Item>(left: ReadonlySet<Item>, right: ReadonlySet<Item>): ReadonlySet<Item> {
  return new Set([...left].filter((item) => right.has(item)));
}

export function subtract<Item>(left: ReadonlySet<Item>, right: ReadonlySet<Item>): ReadonlySet<Item> {
  return new Set([...left].filter((item) => !right.has(item)));
}

export function isSubset<Item>(left: ReadonlySet<Item>, right: ReadonlySet<Item>): boolean {
  return [...left].every((item) => right.has(item));
}
