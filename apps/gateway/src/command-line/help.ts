/** What `completions-gateway --help` prints. */
export const help = `Usage: completions-gateway [options]

Serves the completions API in front of engines that generate text, as a configuration file says.

Options:
  --config FILE    The configuration, in YAML. Default: one deployment on the embedded engine, and a
                   key that is made and printed.
  --port PORT      The port to listen on, 0 for any. Default: the file's, else 8080.
  --host HOST      The address to listen on. Default: the file's, else 127.0.0.1, which only this
                   machine reaches. Any other needs keys or tokens in the file.
  --workers N      Processes that serve. Default: 1.
  --check          Check the file, print every problem with its line, and end.
  --make-key NAME  Make an API key, print it and the entry of the file that admits it, and end.
  --help           Print this.
  --version        Print the version.

Signals: SIGTERM and SIGINT finish what was begun, then stop. SIGHUP reads the file's keys again.

Exit codes: 0 stopped by a signal, or done; 1 --check has found problems, or requests had to be cut
to stop; 2 could not run.
`;
