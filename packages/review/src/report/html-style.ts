/** The style of the HTML report, in the colors that the reader's system prefers. */
export const htmlStyle = `:root {
  color-scheme: light dark;
  --text: light-dark(#1f2328, #e6edf3);
  --muted: light-dark(#59636e, #9198a1);
  --page: light-dark(#ffffff, #0d1117);
  --box: light-dark(#f6f8fa, #151b23);
  --line: light-dark(#d1d9e0, #3d444d);
  --broken: light-dark(#cf222e, #ff7b72);
  --unknown: light-dark(#9a6700, #e3b341);
  --kept: light-dark(#1a7f37, #56d364);
}
body {
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
}
h1 { font-size: 1.1rem; margin: 0; color: var(--muted); }
h2 { font-size: 1.25rem; margin: 1.5rem 0 0.5rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; overflow-wrap: anywhere; }
code, pre { font: 0.85em/1.45 ui-monospace, monospace; }
:not(pre) > code { background: var(--box); padding: 0.1em 0.3em; border-radius: 4px; }
pre { background: var(--box); padding: 0.75rem; border-radius: 6px; overflow-x: auto; }
summary { cursor: pointer; color: var(--muted); }
a { color: inherit; }
.verdict, article { border: 1px solid var(--line); border-left-width: 4px; border-radius: 6px; padding: 0.75rem 1rem; margin: 0.75rem 0; }
.verdict.broken, article.broken { border-left-color: var(--broken); }
article.unknown { border-left-color: var(--unknown); }
.verdict.kept, article.kept { border-left-color: var(--kept); }
.verdict h2 { margin: 0; }
.verdict h2::first-letter { text-transform: uppercase; }
.promises { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0.5rem 0; padding: 0; }
.versions { list-style: none; margin: 0; padding: 0; }
.promises .broken, .broken > .mark, .broken > h3 > .mark { color: var(--broken); }
.promises .unknown, .unknown > .mark, .unknown > h3 > .mark { color: var(--unknown); }
.promises .kept, .kept > .mark, .kept > h3 > .mark { color: var(--kept); }
.promises b { color: var(--text); }
.facts { font-size: 0.9em; color: var(--muted); }
`;
