-- serve.lua - for wrk: targets in turn, and whether each answer is one that was
-- given when nobody else asked.  $SERVE_TARGETS has the targets, a line each, and
-- $SERVE_TARGETS.N what the one of line N was answered.

local targets, known, threads = {}, {}, {}

local function read(name)
	local f = assert(io.open(name, "rb"))
	local all = f:read("*a")
	f:close()
	return all
end

function setup(thread)
	threads[#threads + 1] = thread
	thread:set("first", #threads)
end

function init()
	local name = os.getenv("SERVE_TARGETS")
	for target in io.lines(name) do
		targets[#targets + 1] = target
		known[read(name .. "." .. #targets)] = true
	end
	n, asked, wrong, busy = first * 7, 0, 0, 0
end

function request()
	n = n + 1
	return wrk.format("GET", targets[n % #targets + 1])
end

function response(status, headers, body)
	asked = asked + 1
	if status == 503 then
		busy = busy + 1
	elseif status ~= 200 or not known[body] then
		wrong = wrong + 1
	end
end

function done(summary, latency)
	local all = { asked = 0, wrong = 0, busy = 0 }
	for _, t in ipairs(threads) do
		for name in pairs(all) do
			all[name] = all[name] + t:get(name)
		end
	end
	local e = summary.errors
	print(string.format("@\t%d\t%d\t%d\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f",
		all.asked, all.wrong, all.busy,
		e.connect + e.read + e.write + e.timeout,
		summary.requests / summary.duration * 1e6,
		latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
		latency:percentile(99) / 1e3, latency.max / 1e3))
end
