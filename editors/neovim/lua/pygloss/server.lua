-- Which program is the server, and turning it on.
local M = {}

---The plugin's own folder: a packaged plugin has the server beside it.
local home = vim.fs.dirname(vim.fs.dirname(vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))))

local name = vim.fn.has('win32') == 1 and 'pygloss.exe' or 'pygloss'

---The server's path and where it was found, or nothing and what to do about it.
---@return string? path
---@return string where
function M.find()
  local given = vim.g.pygloss_server
  if given then
    local path = vim.fn.exepath(vim.fs.normalize(given))
    if path ~= '' then
      return path, 'vim.g.pygloss_server'
    end
    return nil, ('no program at %s (vim.g.pygloss_server)'):format(given)
  end
  for _, beside in ipairs({ vim.fs.joinpath(home, 'bin', name), vim.fs.joinpath(home, name) }) do
    if vim.fn.executable(beside) == 1 then
      return beside, 'next to the plugin'
    end
  end
  local path = vim.fn.exepath(name)
  if path ~= '' then
    return path, 'on PATH'
  end
  return nil, 'no `pygloss` on PATH: install it, or set vim.g.pygloss_server'
end

---What starts the server. A path that was given and is wrong stays: no other program in its place.
---@return string[]
function M.command()
  return { M.find() or vim.g.pygloss_server or name }
end

---Turns the server on, or says in one line why that cannot be.
function M.enable()
  vim.lsp.enable('pygloss')
  -- What a person's own configuration starts instead counts as well, so it is asked, not `find`.
  local program = vim.lsp.config.pygloss.cmd
  if type(program) == 'table' and vim.fn.executable(program[1]) == 0 then
    vim.lsp.enable('pygloss', false)
    local found, why = M.find()
    local text = 'pygloss: ' .. (found and (program[1] .. ' cannot be run') or why)
    -- Later, so that it does not queue up with what else starting says.
    vim.schedule(function()
      vim.notify(text, vim.log.levels.WARN)
    end)
  end
end

---When the server ended by itself, in seconds, latest last.
---@type integer[]
local ends = {}

---How often within how many seconds it may do so before it stays away.
local MOST, WITHIN = 4, 180

---Starts the server again where it was killed or died. `on_exit` of its configuration.
---@param code integer
---@param signal integer
---@param id integer
function M.on_exit(code, signal, id)
  local client = vim.lsp.get_client_by_id(id)
  -- Asked to stop, it may end with any status.
  if (code == 0 and signal == 0) or (client and client._is_stopping) then
    return
  end
  local now = os.time()
  table.insert(ends, now)
  while now - ends[1] > WITHIN do
    table.remove(ends, 1)
  end
  vim.schedule(function()
    if vim.v.exiting ~= vim.NIL then
      return
    end
    if #ends < MOST then
      -- For every buffer that has its file type, with the text as it is now. Neovim has said that
      -- the server ended; a second line would ask for <Enter>.
      vim.lsp.enable('pygloss')
      return
    end
    local how = signal ~= 0 and ('by signal %d'):format(signal) or ('with status %d'):format(code)
    local text = 'pygloss: the server ended %d times, at last %s; `:Pygloss log` may tell why, '
      .. '`:edit` starts it again'
    vim.notify(text:format(#ends, how), vim.log.levels.ERROR)
  end)
end

---The running client for a buffer, or nothing.
---@param buffer? integer
---@return vim.lsp.Client?
function M.client(buffer)
  return vim.lsp.get_clients({ name = 'pygloss', bufnr = buffer })[1]
end

return M
