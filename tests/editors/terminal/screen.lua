-- An editor in a terminal of its own, as a person has it: keys go in, the screen is read.
--
-- The test's own Neovim (headless) is the terminal, whatever editor runs in it. What the screen does
-- not tell (a window's options, the line of the cursor) a Neovim can be asked over its socket.
local M = {}

---How long anything that is waited for may take, in milliseconds.
local LIMIT = 30000

---@class Editor
---@field job integer the terminal's channel
---@field buffer integer the buffer that holds the screen
---@field quit_keys string
---@field socket string where a Neovim that is tested may listen
---@field channel? integer the connection to the socket
---@field ended? integer its exit status
local Editor = {}
Editor.__index = Editor

---Starts an editor and waits until it shows the file.
---@param options {command: string[], file: string, env: table<string, string>, quit: string}
---  `command` without the file; a `%s` in it is where the socket's path goes
---@return Editor
function M.start(options)
  local editor = setmetatable({ socket = vim.fn.tempname(), quit_keys = options.quit }, Editor)
  editor.buffer = vim.api.nvim_create_buf(true, false)
  -- The terminal is as large as its window, and this can be larger than a screen that is not there.
  local size = { relative = 'editor', row = 0, col = 0, width = 120, height = 36 }
  vim.o.columns, vim.o.lines = size.width, size.height + 2
  vim.api.nvim_open_win(editor.buffer, true, size)
  local command = vim.tbl_map(function(word)
    return word == '%s' and editor.socket or word
  end, options.command)
  table.insert(command, options.file)
  editor.job = vim.fn.jobstart(command, {
    term = true,
    cwd = vim.fs.dirname(options.file),
    env = vim.tbl_extend('keep', options.env, { TERM = 'xterm-256color' }),
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

---Types keys; `<CR>`, `<Esc>`, `<C-x>`, `<M-x>` and the like are understood.
---@param keys string
function Editor:type(keys)
  -- In a terminal Alt is an escape before the key.
  local plain = keys:gsub('<M%-(.)>', '<Esc>%1')
  vim.fn.chansend(self.job, vim.keycode(plain))
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

---The ids of the processes that the editor started, at whatever depth.
---@param name? string only those with this name
---@return integer[]
function Editor:processes(name)
  local found = {}
  local function look(parent)
    for _, child in ipairs(vim.api.nvim_get_proc_children(parent)) do
      local process = vim.api.nvim_get_proc(child)
      if type(process) == 'table' and (not name or process.name == name) then
        table.insert(found, child)
      end
      look(child)
    end
  end
  look(vim.fn.jobpid(self.job))
  return found
end

---Quits the editor; fails where it had not started exactly one such process, or where that lives on.
---@param name string
function Editor:quit_with(name)
  local started = self:processes(name)
  if #started ~= 1 then
    error(('%d processes called %s, and one was expected'):format(#started, name), 0)
  end
  self:quit()
  local ended = vim.wait(LIMIT, function()
    return vim.uv.kill(started[1], 0) ~= 0
  end, 20)
  if not ended then
    error(('%s (%d) lives on after the editor'):format(name, started[1]), 0)
  end
end

---Ends the editor as a person does, by its keys. Fails where it does not end.
function Editor:quit()
  if self.ended then
    return
  end
  if self.channel then
    vim.fn.chanclose(self.channel)
  end
  self:type(self.quit_keys)
  if not vim.wait(LIMIT, function()
    return self.ended ~= nil
  end, 20) then
    local screen = self:screen()
    vim.fn.jobstop(self.job)
    error('it did not quit; the screen shows:\n' .. screen, 0)
  end
end

---Starts an editor, uses it and ends it, also where a case fails.
---@param options table as for `start`
---@param use fun(editor: Editor)
function M.with(options, use)
  local editor = M.start(options)
  local ok, why = pcall(use, editor)
  if ok then
    ok, why = pcall(editor.quit, editor)
  end
  editor:stop()
  if not ok then
    error(why, 0)
  end
end

---Ends it in any case; for after a failure.
function Editor:stop()
  if not self.ended then
    -- What it started may be stuck at a question, and outlive it: it ends too.
    local started = self:processes()
    vim.fn.jobstop(self.job)
    vim.fn.jobwait({ self.job }, LIMIT)
    for _, process in ipairs(started) do
      vim.uv.kill(process, 'sigkill')
    end
  end
end

return M
