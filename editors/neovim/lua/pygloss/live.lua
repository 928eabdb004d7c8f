-- Search while one types: a line to type in, and below it what the guide has, after every key.
local pick = require('pygloss.pick')
local request = require('pygloss.request')

local M = {}

local ROWS = 12

local selection = vim.api.nvim_create_namespace('pygloss.live')

---@class pygloss.Live
---@field client vim.lsp.Client
---@field prompt integer the buffer that is typed in
---@field list integer the buffer of what was found
---@field window integer the window of that list
---@field entries pygloss.Entry[]
---@field at integer which of them <CR> opens
---@field asked integer how many times the server was asked

---@param live pygloss.Live
local function draw(live)
  local lines = vim.tbl_map(pick.line, live.entries)
  if #lines == 0 then
    local typed = vim.api.nvim_buf_get_lines(live.prompt, 0, 1, false)[1]
    lines = { typed == '' and 'Type a construct, a word, a question.' or 'Nothing.' }
  end
  vim.bo[live.list].modifiable = true
  vim.api.nvim_buf_set_lines(live.list, 0, -1, false, lines)
  vim.bo[live.list].modifiable = false
  vim.api.nvim_buf_clear_namespace(live.list, selection, 0, -1)
  if live.entries[live.at] then
    vim.api.nvim_buf_set_extmark(live.list, selection, live.at - 1, 0, {
      line_hl_group = 'PmenuSel',
    })
    vim.api.nvim_win_set_cursor(live.window, { live.at, 0 })
  end
end

---@param live pygloss.Live
local function search(live)
  local query = vim.api.nvim_buf_get_lines(live.prompt, 0, 1, false)[1]
  live.asked = live.asked + 1
  local number = live.asked
  request.ask('pygloss/search', { query = query, limit = 50 }, function(entries)
    -- A later question may be answered first, or the window be gone.
    if number == live.asked and vim.api.nvim_win_is_valid(live.window) then
      live.entries = entries
      live.at = 1
      draw(live)
    end
  end, live.client)
end

---@param live pygloss.Live
local function close(live)
  vim.cmd.stopinsert()
  -- The other window goes with this one.
  vim.api.nvim_buf_delete(live.prompt, { force = true })
end

---@param live pygloss.Live
local function set_keys(live)
  local function key(lhs, about, act)
    vim.keymap.set({ 'i', 'n' }, lhs, act, { buffer = live.prompt, nowait = true, desc = about })
  end
  local function move(by)
    return function()
      live.at = math.max(1, math.min(#live.entries, live.at + by))
      draw(live)
    end
  end
  for _, lhs in ipairs({ '<Down>', '<C-n>' }) do
    key(lhs, 'Next', move(1))
  end
  for _, lhs in ipairs({ '<Up>', '<C-p>' }) do
    key(lhs, 'Previous', move(-1))
  end
  key('<PageDown>', 'Further down', move(ROWS))
  key('<PageUp>', 'Further up', move(-ROWS))
  key('<CR>', 'Open', function()
    local entry = live.entries[live.at]
    if entry then
      close(live)
      request.open(live.client, entry.id)
    end
  end)
  for _, lhs in ipairs({ '<Esc>', '<C-c>' }) do
    key(lhs, 'Close', function()
      close(live)
    end)
  end
end

---@param title string
---@param row integer
---@param height integer
---@return vim.api.keyset.win_config
local function place(title, row, height)
  local width = math.min(90, vim.o.columns - 4)
  return {
    relative = 'editor',
    width = width,
    height = height,
    row = row,
    col = math.floor((vim.o.columns - width) / 2),
    border = 'rounded',
    title = title,
    style = 'minimal',
  }
end

---Opens the search.
function M.open()
  local client = request.client()
  if not client then
    return
  end
  local top = math.floor(vim.o.lines * 0.12)
  local list = vim.api.nvim_create_buf(false, true)
  local prompt = vim.api.nvim_create_buf(false, true)
  vim.bo[list].bufhidden = 'wipe'
  vim.bo[prompt].bufhidden = 'wipe'
  -- Completion plugins keep out of prompts.
  vim.bo[prompt].buftype = 'prompt'
  vim.fn.prompt_setprompt(prompt, '')
  local rows = math.max(3, math.min(ROWS, vim.o.lines - top - 8))
  local window = vim.api.nvim_open_win(list, false, place(' in the guide ', top + 3, rows))
  vim.wo[window][0].wrap = false
  local keys = ' <CR> open  <C-n> <C-p> choose  <Esc> close '
  local config = place(' pygloss search ', top, 1)
  config.footer, config.footer_pos = keys, 'right'
  vim.api.nvim_open_win(prompt, true, config)
  ---@type pygloss.Live
  local live = {
    client = client,
    prompt = prompt,
    list = list,
    window = window,
    entries = {},
    at = 1,
    asked = 0,
  }
  set_keys(live)
  vim.api.nvim_create_autocmd({ 'TextChangedI', 'TextChanged' }, {
    buffer = prompt,
    callback = function()
      search(live)
    end,
  })
  vim.api.nvim_create_autocmd({ 'BufWipeout', 'WinLeave' }, {
    buffer = prompt,
    once = true,
    callback = function()
      if vim.api.nvim_win_is_valid(window) then
        vim.api.nvim_win_close(window, true)
      end
      vim.schedule(function()
        if vim.api.nvim_buf_is_valid(prompt) then
          vim.api.nvim_buf_delete(prompt, { force = true })
        end
      end)
    end,
  })
  draw(live)
  vim.cmd.startinsert()
end

return M
