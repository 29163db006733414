import { render } from "preact";
import { CodePanel } from "../../src/playground/code/code-panel.tsx";
import { ImportPanel } from "../../src/playground/import/import-panel.tsx";
import type { RecordedEvent, RunRecord } from "../../src/playground/run-record.ts";
import { WirePanel } from "../../src/playground/wire/wire-panel.tsx";
import "../../src/styles/base.css";
import "../../src/styles/playground.css";
import "../../src/styles/wire.css";

const root = document.createElement("div");
document.querySelector("main")?.append(root);

/** The page of the tests: a panel alone, and no other page of the site. */
const testPanels = {
  imported: [] as RunRecord[],
  wire(record: RunRecord) {
    render(<WirePanel record={record} />, root);
  },
  code(request: RunRecord["request"]) {
    render(<CodePanel request={request} face="completions" />, root);
  },
  import() {
    render(<ImportPanel onImport={(record) => testPanels.imported.push(record)} />, root);
  },
  /** Adds the events one after the other, and renders once in each frame, as a run does. */
  async stream(record: RunRecord, perFrame: number) {
    const events: RecordedEvent[] = [];
    while (events.length < record.events.length) {
      events.push(...record.events.slice(events.length, events.length + perFrame));
      testPanels.wire({ ...record, events });
      await new Promise(requestAnimationFrame);
    }
  },
};

type Panels = typeof testPanels;

declare global {
  var panels: Panels;
}

globalThis.panels = testPanels;
