-- The guide's window: pages that the server asks to show come into one split, at their heading.
local M = {}

---The window that shows the guide, while it is open.
---@type integer?
local window

---Pages of the built-in guide stand in pygloss's cache, where a change would be lost.
---@param path string
local function is_built_in(path)
  return path:find('[/\\]pygloss[/\\]guide%-[^/\\]+[/\\]') ~= nil
end

---@return integer
local function guide_window()
  if window and vim.api.nvim_win_is_valid(window) then
    return window
  end
  local wide = vim.o.columns >= 2 * 80
  window = vim.api.nvim_open_win(0, false, { split = wide and 'right' or 'below', win = 0 })
  vim.wo[window][0].wrap = true
  vim.wo[window][0].linebreak = true
  vim.wo[window][0].foldenable = false
  return window
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
    vim.keymap.set('n', 'q', '<C-w>c', { buffer = buffer, desc = 'Close the guide' })
  end
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
