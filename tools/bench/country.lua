-- Sends every line of a file once: "cookie TAB method TAB path TAB content type TAB idempotency key TAB body".
-- Further words: "proxy" sends each as a proxy that speaks TLS would hand it on, each from an address of its own; then how
-- many requests a second all threads start together at most, 0 for as many as are answered.
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
  given, sent, answered, statuses, codes = 0, 0, 0, {}, {}
  run = os.time()
  proxied, rate = args[3] == "proxy", (tonumber(args[4]) or 0) / share
end

local function tell()
  if told then return end
  told = true
  local seen = {}
  for code, count in pairs(statuses) do seen[#seen + 1] = string.format('"%d": %d', code, count) end
  local out = io.open(file .. "." .. number, "w")
  out:write(string.format('{"begun": %.6f, "ended": %.6f, "statuses": {%s}, "codes": [%s]}\n',
    begun, last, table.concat(seen, ", "), table.concat(codes, ", ")))
  out:close()
end

-- Called before each request; every 0 is followed by one. Who finds nothing left looks again every other second, and
-- tells what came when no answer has come for long: a broken connection took its line with it.
function delay()
  if given < #lines then
    given = given + 1
    if rate == 0 then return 0 end
    paced = paced or now()
    return math.max(0, math.floor((paced + given / rate - now()) * 1000))
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
  local headers = {
    ["Cookie"] = cookie .. "; lt_csrf=abcdefghijklmnopqrstuvwxyzABCDEF",
    ["X-CSRFToken"] = "abcdefghijklmnopqrstuvwxyzABCDEF",
    ["Content-Type"] = kind,
    ["Idempotency-Key"] = key,
  }
  if proxied then
    local from = sent * 2 + number
    headers["X-Forwarded-Proto"], headers["Origin"] = "https", "https://" .. wrk.headers["Host"]
    headers["X-Forwarded-For"] = string.format("10.%d.%d.%d", (run + from / 65536) % 256, from / 256 % 256, from % 256)
  end
  return wrk.format(method, path, headers, body)
end

-- The code of a receipt is kept: what was acknowledged has to be there afterwards.
function response(status, _, body)
  local code = proxied and status == 200 and body:match("<dd>(%w%w%w%w%-%w%w%w%w%-%w%w%w)</dd>")
  if code then codes[#codes + 1] = '"' .. code .. '"' end
  answered, last = answered + 1, now()
  statuses[status] = (statuses[status] or 0) + 1
  if answered == #lines then tell() end
end

function done(summary, latency)
  local broken = summary.errors
  io.write(string.format('{"p50": %.2f, "p95": %.2f, "p99": %.2f, "most": %.2f, "broken": %d}\n',
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    broken.connect + broken.read + broken.write + broken.timeout))
end
