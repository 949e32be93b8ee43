-- wrk: sends the requests of a file, all of one length, each once.
local data, length, count, at

function init(args)
  local file = assert(io.open(args[1], "rb"))
  data = file:read("*a")
  file:close()
  length = tonumber(args[2])
  count = math.floor(#data / length)
  at = 0
end

function request()
  local from = (at % count) * length
  at = at + 1
  return data:sub(from + 1, from + length)
end
