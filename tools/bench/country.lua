-- Sends every line of a file once: "cookie TAB method TAB path TAB content type TAB idempotency key TAB body".
-- Each thread takes its own share of the lines. When its last answer has come it writes what it saw beside the file,
-- and goes silent: whoever started wrk then interrupts it.
local ffi = require("ffi")
ffi.cdef [[
  struct country_time { long seconds; long micros; };
  int gettimeofday(struct country_time *now, void *zone);
]]
local threads = 0
local held = ffi.new("struct country_time")

local function now()
  ffi.C.gettimeofday(held, nil)
  return tonumber(held.seconds) + tonumber(held.micros) / 1e6
end

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  lines, file = {}, args[1]
  local share, index = tonumber(args[2]), 0
  for line in io.lines(file) do
    if index % share == number then lines[#lines + 1] = line end
    index = index + 1
  end
  given, sent, answered, statuses = 0, 0, 0, {}
end

local function tell()
  if told then return end
  told = true
  local seen = {}
  for code, count in pairs(statuses) do seen[#seen + 1] = string.format('"%d": %d', code, count) end
  local out = io.open(file .. "." .. number, "w")
  out:write(string.format('{"begun": %.6f, "ended": %.6f, "statuses": {%s}}\n', begun, last, table.concat(seen, ", ")))
  out:close()
end

-- Called before each request; every 0 is followed by one. Who finds nothing left looks again every other second, and
-- tells what came when no answer has come for long: a broken connection took its line with it.
function delay()
  if given < #lines then
    given = given + 1
    return 0
  end
  if last and now() - last > 15 then tell() end
  return 2000
end

function request()
  if given > 0 then
    begun = begun or now()
    sent = math.min(sent + 1, #lines)
  end  -- before the first delay wrk only looks at the shape of a request
  local line = lines[math.max(sent, 1)]
  local cookie, method, path, kind, key, body = line:match("([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)")
  return wrk.format(method, path, {
    ["Cookie"] = cookie .. "; lt_csrf=abcdefghijklmnopqrstuvwxyzABCDEF",
    ["X-CSRFToken"] = "abcdefghijklmnopqrstuvwxyzABCDEF",
    ["Content-Type"] = kind,
    ["Idempotency-Key"] = key,
  }, body)
end

function response(status)
  answered, last = answered + 1, now()
  statuses[status] = (statuses[status] or 0) + 1
  if answered == #lines then tell() end
end

function done(summary, latency)
  local broken = summary.errors
  io.write(string.format('{"p50": %.2f, "p99": %.2f, "most": %.2f, "broken": %d}\n',
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    broken.connect + broken.read + broken.write + broken.timeout))
end
