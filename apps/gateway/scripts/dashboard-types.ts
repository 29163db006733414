import type * as Grafana from "@grafana/schema";
import type * as Stat from "@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen";
import type * as StateTimeline from "@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen";
import type * as TimeSeries from "@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen";

/** A type of Grafana as JSON spells it: with strings instead of the members of enums. */
type Plain<T> = T extends string ? `${T}` : T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T;

/** A query of Prometheus. */
interface Target {
  refId: string;
  datasource: Grafana.DataSourceRef;
  expr: string;
  legendFormat?: string;
}

interface Panel<Options, FieldOptions>
  extends Plain<Omit<Grafana.Panel, "type" | "targets" | "options" | "fieldConfig">> {
  type: string;
  targets: Target[];
  options: Plain<Partial<Options>>;
  fieldConfig: {
    defaults: Plain<Omit<Grafana.FieldConfig, "custom">> & { custom?: Plain<FieldOptions> };
    overrides: [];
  };
}

/** The kinds of panels, by their types. */
export interface Panels {
  stat: Panel<Stat.Options, never>;
  timeseries: Panel<TimeSeries.Options, TimeSeries.FieldConfig>;
  "state-timeline": Panel<StateTimeline.Options, Partial<StateTimeline.FieldConfig>>;
}

/** A dashboard, without the types of its panels. */
export interface Dashboard extends Plain<Omit<Grafana.Dashboard, "panels">> {
  panels: { id: number; title: string; type: keyof Panels }[];
}
