/** A state with those before and after it. */
export interface History<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
}

/** The number of states that can be undone. */
const longestPast = 50;

/** Begins a history. */
export function createHistory<State>(present: State): History<State> {
  return { past: [], present, future: [] };
}

/** Adds a state, which ends what could be redone. */
export function push<State>({ past, present }: History<State>, next: State): History<State> {
  return { past: [...past, present].slice(-longestPast), present: next, future: [] };
}

/** Replaces the present state, which is still going on. */
export function replace<State>(history: History<State>, present: State): History<State> {
  return { ...history, present };
}

/** Goes back one state, if there is one. */
export function undo<State>({ past, present, future }: History<State>): History<State> {
  const previous = past.at(-1);
  return previous === undefined
    ? { past, present, future }
    : { past: past.slice(0, -1), present: previous, future: [present, ...future] };
}

/** Goes forward one state, if one was undone. */
export function redo<State>({ past, present, future }: History<State>): History<State> {
  const [next, ...rest] = future;
  return next === undefined
    ? { past, present, future }
    : { past: [...past, present], present: next, future: rest };
}
