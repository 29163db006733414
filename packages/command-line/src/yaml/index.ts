export { type DecodedText, decodeText } from "./decode-text.ts";
export { describeFileError, type FileProblem, formatProblem, sortProblems } from "./file-problem.ts";
export { type Path, parseYaml, type YamlFile } from "./parse-yaml.ts";
