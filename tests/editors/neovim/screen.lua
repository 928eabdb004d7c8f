-- A Neovim in a terminal of its own, as a person has it: keys go in, the screen is read.
--
-- The test's own Neovim (headless) draws the terminal; the one that is tested runs in it. What the
-- screen does not tell (a window's options, the line of the cursor) is asked over its socket.
local M = {}

---How long anything that is waited for may take, in milliseconds.
local LIMIT = 10000

---@class Editor
---@field job integer the terminal's channel
---@field buffer integer the buffer that holds the screen
---@field socket string
---@field channel? integer the connection to the socket
---@field ended? integer its exit status
local Editor = {}
Editor.__index = Editor

---Starts Neovim with the plugin and opens a file.
---@param options {program: string, arguments: string[], file: string, folder: string, env: table<string, string>}
---@return Editor
function M.start(options)
  local editor = setmetatable({ socket = vim.fn.tempname() }, Editor)
  editor.buffer = vim.api.nvim_create_buf(true, false)
  -- The terminal is as large as its window, and this can be larger than a screen that is not there.
  local size = { relative = 'editor', row = 0, col = 0, width = 120, height = 36 }
  vim.o.columns, vim.o.lines = size.width, size.height + 2
  vim.api.nvim_open_win(editor.buffer, true, size)
  local command = { options.program, '--listen', editor.socket }
  vim.list_extend(command, options.arguments)
  table.insert(command, options.file)
  editor.job = vim.fn.jobstart(command, {
    term = true,
    cwd = options.folder,
    env = options.env,
    on_exit = function(_, status)
      editor.ended = status
    end,
  })
  editor:wait('the editor to show its file', function(screen)
    return screen:find(vim.fs.basename(options.file), 1, true) ~= nil
  end)
  return editor
end

---What stands on the screen now, without blanks at the ends of lines.
---@return string
function Editor:screen()
  local lines = vim.api.nvim_buf_get_lines(self.buffer, 0, -1, false)
  return (table.concat(lines, '\n'):gsub('[ \t]+\n', '\n'))
end

---Types keys; `<Esc>` and the like are understood.
---@param keys string
function Editor:type(keys)
  local raw = keys:gsub('<Esc>', '\27'):gsub('<CR>', '\r'):gsub('<Tab>', '\t')
  vim.fn.chansend(self.job, raw)
end

---Waits until `seen` holds for the screen, and gives what it gave. Fails with what it last saw.
---@generic T
---@param what string
---@param seen fun(screen: string): T?
---@return T
function Editor:wait(what, seen)
  local screen, result
  vim.wait(LIMIT, function()
    screen = self:screen()
    result = seen(screen)
    return result or self.ended ~= nil
  end, 20)
  if not result then
    local ended = self.ended and (' (it ended with status %d)'):format(self.ended) or ''
    error(('waited for %s%s; the screen shows:\n%s'):format(what, ended, screen), 0)
  end
  return result
end

---Waits until a piece of text stands on the screen.
---@param text string
function Editor:wait_for(text)
  self:wait(('%q'):format(text), function(screen)
    return screen:find(text, 1, true) ~= nil
  end)
end

---Runs Lua in the editor and gives what it returns.
---@param code string
---@return any
function Editor:ask(code, ...)
  self.channel = self.channel or vim.fn.sockconnect('pipe', self.socket, { rpc = true })
  return vim.rpcrequest(self.channel, 'nvim_exec_lua', code, { ... })
end

---Ends the editor as a person does, by `:qa!`. Fails where it does not end.
function Editor:quit()
  if self.channel then
    vim.fn.chanclose(self.channel)
  end
  self:type('<Esc><Esc>:qa!<CR>')
  if not vim.wait(LIMIT, function()
    return self.ended ~= nil
  end, 20) then
    local screen = self:screen()
    vim.fn.jobstop(self.job)
    error('it did not quit; the screen shows:\n' .. screen, 0)
  end
end

---Ends it in any case; for after a failure.
function Editor:stop()
  if not self.ended then
    vim.fn.jobstop(self.job)
    vim.fn.jobwait({ self.job }, LIMIT)
  end
end

return M
