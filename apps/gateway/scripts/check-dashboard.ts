import { join } from "node:path";
import { compileValues } from "./compile-values.ts";
import type { Dashboard } from "./dashboard-types.ts";

const types = `import(${JSON.stringify(join(import.meta.dirname, "dashboard-types.ts"))})`;

/** Checks a dashboard against Grafana's own types: the whole, and each panel as one of its kind. Returns the problems. */
export function checkDashboard(file: string, dashboard: Dashboard): string[] {
  const { panels, ...rest } = dashboard;
  const ids = new Set(panels.map(({ id }) => id));
  return [
    ...compileValues([
      { name: file, type: `Omit<${types}.Dashboard, "panels">`, value: rest },
      ...panels.map((panel) => ({
        name: `${file}: ${panel.title}`,
        type: `${types}.Panels[${JSON.stringify(panel.type)}]`,
        value: panel,
      })),
    ]),
    ...(ids.size < panels.length ? [`${file}: two panels have the same id`] : []),
  ];
}
