-- Saves of villages, each in its own session. BENCH_ROWS: lines "cookie TAB path TAB version", one a village.
-- Every thread takes its own share of the villages and goes round them; each round, and each run, changes one figure.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  rows = {}
  local share, index = tonumber(args[2]), 0
  for line in io.lines(args[1]) do
    if index % share == number then
      local cookie, path, version = line:match("([^\t]*)\t([^\t]*)\t([^\t]*)")
      rows[#rows + 1] = { cookie = cookie, path = path, version = tonumber(version) }
    end
    index = index + 1
  end
  turn, begun = 0, os.time()
end

function request()
  local row = rows[turn % #rows + 1]
  local round = math.floor(turn / #rows)
  turn = turn + 1
  local body = "csrfmiddlewaretoken=abcdefghijklmnopqrstuvwxyzABCDEF&action=submit&seen=" .. (row.version + round)
    .. "&households=" .. (200 + (begun + round) % 500) .. "&people=900&poor=5&near_poor=4&supported=3&meetings=1&attendances=40"
    .. "&petitions_received=1&petitions_settled=1&sessions=1&participants=30&money=500000&helped=1&work_done=Bench"
  return wrk.format("POST", row.path, {
    ["Cookie"] = row.cookie .. "; lt_csrf=abcdefghijklmnopqrstuvwxyzABCDEF",
    ["Content-Type"] = "application/x-www-form-urlencoded",
  }, body)
end

local refused = 0
function response(status)
  if status ~= 302 then refused = refused + 1 end
end
