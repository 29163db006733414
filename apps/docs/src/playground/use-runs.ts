import { useEffect, useRef, useState } from "preact/hooks";
import { addChoice, type Column, cutColumn, sentPrompt } from "./column.ts";
import type { FaceForm } from "./form-model.ts";
import type { FormState, FormValues } from "./form-values.ts";
import { createHistory, push, redo, replace, undo } from "./history.ts";
import { type FieldProblem, isProblem, requestFromForm } from "./request-from-form.ts";
import type { RunError } from "./run-record.ts";
import { startRun } from "./start-run.ts";
import type { Token } from "./tokens.ts";

/** The form as it was when a run began, so that the run can be repeated. */
export interface Order {
  readonly form: FaceForm;
  readonly state: FormState;
  readonly key: string;
}

let lastId = 0;

/** Runs requests, and keeps their columns with what can be undone. */
export function useRuns() {
  const [history, setHistory] = useState(() => createHistory<readonly Column[]>([]));
  const [problem, setProblem] = useState<FieldProblem>();
  const controller = useRef<AbortController>(undefined);
  const columns = useRef<Column[]>([]);
  const frame = useRef(0);
  const lastOrder = useRef<Order>(undefined);

  // Events come faster than frames, and each render costs a layout.
  function schedule() {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      setHistory((before) => replace(before, [...columns.current]));
    });
  }

  function update(id: string, change: (column: Column) => Column) {
    const index = columns.current.findIndex((column) => column.id === id);
    const column = columns.current[index];
    // A column that was undone meanwhile is not there any more.
    if (!column) return;
    columns.current[index] = change(column);
    schedule();
  }

  function stop() {
    controller.current?.abort();
    for (const { id, isRunning } of columns.current)
      if (isRunning) update(id, (column) => ({ ...column, isRunning: false }));
  }

  /** Shows other columns. They are a state of their own, so the ones before can be had back. */
  function show(next: readonly Column[]) {
    stop();
    setProblem(undefined);
    cancelAnimationFrame(frame.current);
    frame.current = 0;
    const ended = columns.current;
    columns.current = [...next];
    setHistory((before) => push(replace(before, ended), columns.current.slice()));
  }

  function travel(step: typeof undo) {
    stop();
    setProblem(undefined);
    cancelAnimationFrame(frame.current);
    frame.current = 0;
    const moved = step(replace(history, columns.current));
    columns.current = [...moved.present];
    setHistory(moved);
  }

  /** Sends the requests of the given columns, which are among those shown. */
  function send(order: Order, started: readonly Column[]) {
    controller.current = new AbortController();
    const { signal } = controller.current;
    for (const column of started) void sendColumn(order, column, signal);
  }

  async function sendColumn(order: Order, column: Column, signal: AbortSignal): Promise<void> {
    const { form, state, key } = order;
    const { id } = column;
    // Each choice has a list of its own, which begins like that of the first.
    const firstTokens = column.tokens && [...column.tokens];
    const values: FormValues = { ...state.values, ...column.overrides, prompt: sentPrompt(column) };
    const request = requestFromForm(form, values);
    if (isProblem(request)) {
      update(id, (current) => ({ ...current, isRunning: false }));
      setProblem(request);
      return;
    }
    const ids = new Map([[column.index, id]]);
    const idOf = (index: number): string => {
      const known = ids.get(index);
      if (known !== undefined) return known;
      // Only the first choice of a request has a column before it arrives.
      const other = `${id}.${index}`;
      ids.set(index, other);
      const tokens = firstTokens && [...firstTokens];
      columns.current.push({ ...column, id: other, index, label: choiceLabel(column.label, index), tokens });
      update(id, (current) => ({ ...current, label: choiceLabel(column.label, column.index) }));
      return other;
    };
    const updateAll = (change: (column: Column) => Column) => {
      for (const each of ids.values()) update(each, change);
    };
    const record = await startRun(request, {
      origin: location.origin,
      key,
      signal,
      onRecord: (latest) => updateAll((current) => ({ ...current, record: latest })),
      onChunk({ choices, usage }) {
        // Chunks that had arrived before an abort would go on, and a new choice would join the columns of another run.
        if (signal.aborted) return;
        for (const choice of choices) update(idOf(choice.index), (current) => addChoice(current, choice));
        if (usage) updateAll((current) => ({ ...current, usage }));
      },
    });
    if (record.error && isAboutLogprobs(record.error) && hasValidLogprobs(form, values) && !signal.aborted) {
      const note = "This server has no log probabilities, so the request was sent again without `logprobs`.";
      const plain = { ...column, note, tokens: undefined, overrides: { ...column.overrides, logprobs: "" } };
      update(id, () => plain);
      await sendColumn(order, plain, signal);
      return;
    }
    updateAll((current) => ({ ...current, isRunning: false }));
  }

  useEffect(() => () => controller.current?.abort(), []);

  return {
    columns: history.present,
    isRunning: history.present.some((column) => column.isRunning),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    canRepeat: lastOrder.current !== undefined,
    problem,
    stop,
    show,
    undo: () => travel(undo),
    redo: () => travel(redo),
    run(order: Order) {
      const checked = requestFromForm(order.form, order.state.values);
      if (isProblem(checked)) {
        setProblem(checked);
        return;
      }
      lastOrder.current = order;
      const started = newColumns(order);
      show(started);
      send(order, started);
    },
    repeat() {
      if (lastOrder.current) this.run(lastOrder.current);
    },
    /** Continues a column: from its end, or from a token that takes the place of another. */
    continueFrom(order: Order, id: string, cut?: { readonly place: number; readonly token: Token }) {
      const column = columns.current.find((candidate) => candidate.id === id);
      if (!column) return;
      lastId += 1;
      const before = cut
        ? cutColumn(column, cut.place, cut.token)
        : { ...column, tokens: column.tokens && [...column.tokens] };
      const next: Column = {
        ...before,
        id: `${lastId}`,
        index: 0,
        hasEcho: false,
        // One choice of several continues alone.
        overrides: { ...column.overrides, n: "", best_of: "", echo: "" },
        prompt: column.hasEcho ? "" : column.prompt,
        finishReason: undefined,
        usage: undefined,
        record: undefined,
        isRunning: true,
      };
      show(columns.current.map((candidate) => (candidate.id === id ? next : candidate)));
      send(order, [next]);
    },
  };
}

function choiceLabel(label: string, index: number): string {
  return `${label === "Continuation" ? "" : `${label}, `}choice ${index + 1}`.replace(/^c/, "C");
}

function isAboutLogprobs({ parameter, message }: RunError): boolean {
  return (
    parameter?.startsWith("logprobs") === true || (parameter === undefined && message.includes("logprobs"))
  );
}

/** Returns true if a server with log probabilities would accept the value. The error about any other value is shown. */
function hasValidLogprobs({ fields }: FaceForm, { logprobs = "" }: FormValues): boolean {
  const control = fields.find(({ name }) => name === "logprobs")?.control;
  if (logprobs === "" || control?.kind !== "number") return false;
  const { minimum = 0, maximum = Number.POSITIVE_INFINITY } = control;
  const value = Number(logprobs);
  return Number.isInteger(value) && value >= minimum && value <= maximum;
}

function newColumns({ form, state: { values, comparison, count, other } }: Order): Column[] {
  const variants: { label: string; overrides: FormValues }[] = [];
  const target = form.face === "openai" ? "model" : "deployment";
  if (comparison === "seeds") {
    const first = Number(values.seed || 1);
    // Not a loop up to a seed: the largest one plus 1 is no other number.
    for (let index = 0; index < Number(count); index += 1) {
      const seed = `${first + index}`;
      variants.push({ label: `Seed ${seed}`, overrides: { seed } });
    }
  } else if (comparison === "deployments") {
    variants.push({ label: values[target] || "Default", overrides: {} });
    variants.push({ label: other || "Default", overrides: { [target]: other } });
  } else {
    variants.push({ label: "Continuation", overrides: {} });
  }
  return variants.map(({ label, overrides }) => {
    lastId += 1;
    return {
      id: `${lastId}`,
      label,
      overrides,
      prompt: values.prompt ?? "",
      hasEcho: values.echo === "true",
      index: 0,
      text: "",
      tokens: [],
      isRunning: true,
    };
  });
}
