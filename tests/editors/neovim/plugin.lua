-- What the plugin's cases share: an editor with the plugin in it, and what a person sees there.
local screen = require('screen')

local M = {}

---The file that editors open unless they are told another.
M.tour = vim.env.TOUR

---Starts Neovim with the plugin for a case, and ends it afterwards.
---@param options {server?: string, settings?: table, file?: string, lua?: string}
---  `lua` runs before the plugins load, as a person's configuration does
---@param use fun(editor: Editor)
function M.with_editor(options, use)
  local command = { vim.env.NVIM, '--listen', '%s', '--clean', '-n' }
  vim.list_extend(command, { '--cmd', 'set rtp^=' .. vim.env.PLUGIN })
  vim.list_extend(command, { '--cmd', 'set rtp+=' .. vim.env.PARSERS })
  local server = options.server or vim.env.SERVER
  vim.list_extend(command, { '--cmd', ('let g:pygloss_server = %q'):format(server) })
  if options.settings then
    local lua = ("vim.lsp.config('pygloss', { settings = %s })"):format(
      vim.inspect({ pygloss = options.settings }, { newline = ' ', indent = '' })
    )
    vim.list_extend(command, { '--cmd', 'lua ' .. lua })
  end
  if options.lua then
    vim.list_extend(command, { '--cmd', 'lua ' .. options.lua })
  end
  screen.with({
    command = command,
    file = options.file or M.tour,
    -- What one case marks as known is no matter to the others.
    env = { VIMRUNTIME = vim.env.NVIM_RUNTIME, XDG_STATE_HOME = vim.fn.tempname() },
    quit = '<Esc><Esc>:qa!<CR>',
  }, use)
end

---The text of the float, which is where hovers are, or nothing.
---@return string?
function M.float(ed)
  local text = ed:ask([[
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        local buffer = vim.api.nvim_win_get_buf(window)
        return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
      end
    end
  ]])
  return text ~= vim.NIL and text or nil
end

---Goes to `@dataclass` and waits for the lens above it: then the server is at work.
---Before 0.12 Neovim draws it behind the line.
---@return string question what the lens asks
function M.wait_for_lens(ed)
  ed:type('/^@dataclass<CR>zz')
  return ed:wait('a lens at @dataclass', function(text)
    -- Other servers' signs may stand before the line.
    return text:match('%d+ questions?: ([^\n]+)\n *@dataclass')
      or text:match('\n *@dataclass[^\n]*%) %d+ questions?: ([^\n]+)')
  end)
end

---Takes the first of the entries that the editor offers to open.
function M.choose_first(ed)
  local function asks(text)
    return text:find('1: ', 1, true) and text:find('Type number', 1, true)
  end
  ed:wait('entries to choose from', asks)
  ed:type('1')
  ed:wait('the choice', function(text)
    return text:find('empty cancels): 1', 1, true) or not asks(text)
  end)
  ed:type('<CR>')
end

return M
