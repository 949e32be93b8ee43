-- What a careful team builds in nginx: one HMAC by libcrypto, one script of Redis over kept connections.
local ffi = require "ffi"
ffi.cdef[[
const void *EVP_sha256(void);
unsigned char *HMAC(const void *md, const void *key, int key_len, const unsigned char *d, size_t n, unsigned char *out, unsigned int *out_len);
]]
local crypto = ffi.load("libcrypto.so.3")
local sha256 = crypto.EVP_sha256()
local mac = ffi.new("unsigned char[32]")
local length = ffi.new("unsigned int[1]")

local SECRET = "@SECRET@"
local CHECK = [[
local v = redis.call('HMGET', KEYS[1], 'limit', 'spent', 'frozen', 'exp')
if not v[1] then return -4 end
if v[3] == '1' then return -1 end
if tonumber(v[4]) < tonumber(ARGV[2]) then return -2 end
if tonumber(v[2]) + tonumber(ARGV[1]) > tonumber(v[1]) then return -3 end
return redis.call('HINCRBY', KEYS[1], 'spent', ARGV[1])
]]

local M = {}

local function expected(text)
  crypto.HMAC(sha256, SECRET, #SECRET, text, #text, mac, length)
  return ngx.encode_base64(ffi.string(mac, 32), true)
end

local function command(...)
  local parts = {"*", select("#", ...), "\r\n"}
  for i = 1, select("#", ...) do
    local word = tostring(select(i, ...))
    parts[#parts + 1] = "$" .. #word .. "\r\n" .. word .. "\r\n"
  end
  return table.concat(parts)
end

local function connected()
  local sock = ngx.socket.tcp()
  if not sock:connect("127.0.0.1", @REDIS@) then return nil end
  return sock
end

-- The small check; answers what was spent, or a number below 0.
function M.small(key)
  local sock = connected()
  if not sock then return nil end
  sock:send(command("EVALSHA", "@SMALL@", 1, "peer:" .. key, 1, ngx.time()))
  local line = sock:receive("*l")
  if line and line:sub(1, 9) == "-NOSCRIPT" then
    sock:send(command("EVAL", CHECK, 1, "peer:" .. key, 1, ngx.time()))
    line = sock:receive("*l")
  end
  sock:setkeepalive(60000, 128)
  return line and tonumber(line:sub(2))
end

-- The gateway's own script with the gateway's own arguments; only the request's id is new. The answer has the words of one request
-- behind fifteen others.
local recorded = {}
for line in io.lines("@PREFIX@/recorded.txt") do recorded[#recorded + 1] = ngx.decode_base64(line) end

function M.same(key, id)
  local sock = connected()
  if not sock then return nil end
  sock:send(recorded[1] .. id .. recorded[2])
  local line = sock:receive("*l")
  local parts = line and line:sub(1, 1) == "*" and tonumber(line:sub(2)) or 0
  local word
  for i = 1, parts do
    local head = sock:receive("*l")
    local text = head
    if head:sub(1, 1) == "$" and head ~= "$-1" then text = sock:receive(tonumber(head:sub(2)) + 2) end
    if i == 16 then word = text end
  end
  sock:setkeepalive(60000, 128)
  if word and word:sub(1, 7) == "CHARGED" then return 1 end
  return parts > 0 and -3 or nil
end

local function admitted(charge)
  local headers = ngx.req.get_headers()
  local key, id = headers["x-key"], headers["x-id"]
  local text = ngx.req.get_method() .. "\n" .. ngx.var.request_uri .. "\n" .. (headers["x-time"] or "") .. "\n"
    .. (id or "") .. "\n" .. (key or "")
  if not key or expected(text) ~= headers["x-mac"] then return 401 end
  local spent = charge(key, id)
  if not spent then return 503 end
  if spent < 0 then return 402 end
  return 200, spent
end

function M.answer(charge)
  local status, spent = admitted(charge)
  ngx.status = status
  ngx.header["Content-Type"] = "application/json"
  ngx.print('{"status":', status, ',"spent":', spent or 0, '}')
end

function M.admit()
  local status = admitted(M.small)
  if status ~= 200 then return ngx.exit(status) end
end

return M
