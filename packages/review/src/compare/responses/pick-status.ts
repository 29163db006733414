/** Returns a status that a key stands for: the number itself, or one of a range that no other key describes. */
export function pickStatus(key: string, described: Iterable<string>): number {
  if (/^\d+$/.test(key)) return Number(key);
  const taken = new Set(described);
  const first = key === "default" ? 500 : Number(key.charAt(0)) * 100;
  for (let status = first; status < first + 100; status++) if (!taken.has(String(status))) return status;
  return first;
}
