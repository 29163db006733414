-- Sends POST requests with the body that the first argument has, and writes the counts as JSON in the last line.

function init(args)
  wrk.method = "POST"
  wrk.body = args[1]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local counts = '{"total":%d,"failed":%d,"seconds":%f,"p99":%f}\n'
  io.write(counts:format(summary.requests, failed, summary.duration / 1e6, latency:percentile(99) / 1e3))
end
