/** A piece of two texts: in both, only in the first, or only in the second. */
export interface DiffPart {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** The most pairs of words that are compared. Texts that need more are shown as replaced. */
const mostPairs = 4_000_000;

/** Compares two texts word by word. The space before a word belongs to it, and punctuation counts as words. */
export function diffWords(first: string, second: string): DiffPart[] {
  const a = splitWords(first);
  const b = splitWords(second);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const middleA = a.slice(start, a.length - end);
  const middleB = b.slice(start, b.length - end);
  const middle: DiffPart[] =
    middleA.length * middleB.length > mostPairs
      ? [...middleA.map(removed), ...middleB.map(added)]
      : diffMiddle(middleA, middleB);
  return join([...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)]);
}

function splitWords(text: string): string[] {
  return text.match(/\s*(?:[\p{L}\p{N}\p{M}]+|\S)|\s+/gu) ?? [];
}

/** Finds the longest common subsequence by the table of its lengths. */
function diffMiddle(a: readonly string[], b: readonly string[]): DiffPart[] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const lengthAt = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i] === b[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push(same(a[i] ?? ""));
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      parts.push(removed(a[i] ?? ""));
      i += 1;
    } else {
      parts.push(added(b[j] ?? ""));
      j += 1;
    }
  }
  return parts;
}

/** Joins neighbors of the same kind. */
function join(parts: readonly DiffPart[]): DiffPart[] {
  const joined: { kind: DiffPart["kind"]; texts: string[] }[] = [];
  for (const { kind, text } of parts) {
    const last = joined.at(-1);
    if (last?.kind === kind) last.texts.push(text);
    else joined.push({ kind, texts: [text] });
  }
  return joined.map(({ kind, texts }) => ({ kind, text: texts.join("") }));
}

const same = (text: string): DiffPart => ({ kind: "same", text });
const removed = (text: string): DiffPart => ({ kind: "removed", text });
const added = (text: string): DiffPart => ({ kind: "added", text });
