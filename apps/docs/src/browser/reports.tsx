import { enableMatrixFilter } from "../reports/enable-matrix-filter.ts";

enableMatrixFilter(document);
