-- The guide's window: pages that the server asks to show come into one split, at their heading.
local M = {}

---The window that shows the guide in each tab page, while it is open there.
---@type table<integer, integer>
local windows = {}

---Pages of the built-in guide stand in pygloss's cache, where a change would be lost.
---@param path string
local function is_built_in(path)
  return path:find('[/\\]pygloss[/\\]guide%-[^/\\]+[/\\]') ~= nil
end

---Opens a window for the guide in the way that `vim.g.pygloss_window` says.
---@return integer
local function open_window()
  local way = vim.g.pygloss_window or 'split'
  if way == 'current' then
    return vim.api.nvim_get_current_win()
  end
  if way == 'float' then
    local width = math.min(90, vim.o.columns - 4)
    local height = math.max(5, math.floor(vim.o.lines * 0.8))
    return vim.api.nvim_open_win(0, false, {
      relative = 'editor',
      width = width,
      height = height,
      row = math.floor((vim.o.lines - height) / 2) - 1,
      col = math.floor((vim.o.columns - width) / 2),
      border = 'rounded',
    })
  end
  local wide = vim.o.columns >= 2 * 80
  return vim.api.nvim_open_win(0, false, { split = wide and 'right' or 'below', win = 0 })
end

---@return integer
local function guide_window()
  local tab = vim.api.nvim_get_current_tabpage()
  local window = windows[tab]
  -- One that was moved to another tab page is the guide's no more.
  if
    window
    and vim.api.nvim_win_is_valid(window)
    and vim.api.nvim_win_get_tabpage(window) == tab
  then
    return window
  end
  window = open_window()
  windows[tab] = window
  vim.wo[window][0].wrap = true
  vim.wo[window][0].linebreak = true
  vim.wo[window][0].foldenable = false
  return window
end

---Closes the guide; a window that is not the guide's own shows what it showed before.
local function close()
  if vim.g.pygloss_window == 'current' then
    vim.cmd('silent! buffer #')
  else
    vim.cmd.close()
  end
end

---Shows a page and puts the line of its heading at the window's top.
---@param path string
---@param line integer the heading's line, from 0
---@param focus boolean whether the cursor goes there
function M.show(path, line, focus)
  local buffer = vim.fn.bufadd(path)
  vim.fn.bufload(buffer)
  if is_built_in(path) then
    vim.bo[buffer].readonly = true
    vim.bo[buffer].modifiable = false
    vim.keymap.set('n', 'q', close, { buffer = buffer, desc = 'Close the guide' })
  end
  pcall(vim.treesitter.start, buffer, 'markdown')
  local target = guide_window()
  vim.api.nvim_win_set_buf(target, buffer)
  local last = vim.api.nvim_buf_line_count(buffer)
  vim.api.nvim_win_set_cursor(target, { math.min(line + 1, last), 0 })
  vim.api.nvim_win_call(target, function()
    -- Reading begins at the heading, wherever the window was scrolled to.
    vim.cmd('normal! zt')
  end)
  if focus then
    vim.api.nvim_set_current_win(target)
  end
end

---`window/showDocument` of this server: pages go to the guide's window, all else Neovim's way.
function M.show_document(err, params, context)
  if err or params.external or not vim.startswith(params.uri, 'file:') then
    return vim.lsp.handlers['window/showDocument'](err, params, context)
  end
  local path = vim.uri_to_fname(params.uri)
  if not vim.uv.fs_stat(path) then
    vim.notify(('pygloss: %s is not there'):format(path), vim.log.levels.WARN)
    return { success = false }
  end
  local line = params.selection and params.selection.start.line or 0
  M.show(path, line, params.takeFocus ~= false)
  return { success = true }
end

return M
