-- Prints percentiles in milliseconds, the rate, and how many answers were not 200.
function done(summary, latency, requests)
  io.write(string.format('{"p50": %.2f, "p95": %.2f, "p99": %.2f, "rate": %.1f, "refused": %d}\n',
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.requests / summary.duration * 1e6, summary.errors.status))
end
