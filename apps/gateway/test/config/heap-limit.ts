// Prints the most bytes that the heap may have.
import { getHeapStatistics } from "node:v8";

console.log(getHeapStatistics().heap_size_limit);
