-- `:Pygloss`: one command, one function for each of its words.
local request = require('pygloss.request')
local server = require('pygloss.server')

local M = {}

local say = request.say

---The client of the current buffer; says so where there is none.
---@return vim.lsp.Client?
local function client_here()
  local client = server.client(0)
  if not client then
    say('no server runs for this buffer (`:checkhealth pygloss` tells more)', vim.log.levels.WARN)
  end
  return client
end

---The commands behind code actions of the server that open an entry of the guide.
---@param actions (lsp.Command|lsp.CodeAction)[]?
---@return {title: string, command: lsp.Command}[]
local function openings(actions)
  local found = {}
  for _, action in ipairs(actions or {}) do
    -- An action is a command itself, or it carries one.
    local command = type(action.command) == 'table' and action.command or action
    if command.command == 'pygloss.openEntry' then
      table.insert(found, { title = action.title, command = command })
    end
  end
  return found
end

---@class pygloss.Word
---@field about string
---@field run fun(rest: string)
---@field rest? boolean whether it takes further words

---@type table<string, pygloss.Word>
local words = {}

words.open = {
  about = 'open the guide at what stands under the cursor',
  run = function()
    local client = client_here()
    if not client then
      return
    end
    local buffer = vim.api.nvim_get_current_buf()
    local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
    params.context = { diagnostics = {}, triggerKind = 1 }
    client:request('textDocument/codeAction', params, function(err, actions)
      local choices = openings(actions)
      local function open(choice)
        if choice then
          client:exec_cmd(choice.command, { bufnr = buffer })
        end
      end
      if err then
        say(err.message, vim.log.levels.ERROR)
      elseif #choices == 0 then
        say('the guide has nothing about what stands here')
      elseif #choices == 1 then
        open(choices[1])
      else
        vim.ui.select(choices, {
          prompt = 'Open in the guide:',
          format_item = function(choice)
            return choice.title
          end,
        }, open)
      end
    end, buffer)
  end,
}

words.search = {
  about = 'search the guide: `:Pygloss search walrus`',
  rest = true,
  run = function(query)
    if query ~= '' then
      require('pygloss.pick').search(query)
    else
      require('pygloss.live').open()
    end
  end,
}

words.browse = {
  about = 'the pages of the guide',
  run = function()
    require('pygloss.pick').browse()
  end,
}

words.quiz = {
  about = 'questions about this file, one after the other',
  run = function()
    require('pygloss.quiz').start()
  end,
}

for _, state in ipairs({ 'known', 'learning' }) do
  words[state] = {
    about = ('mark what stands under the cursor as %s'):format(state),
    run = function()
      require('pygloss.pick').mark(state)
    end,
  }
end

words.usages = {
  about = 'where in the workspace this construct stands',
  run = function()
    require('pygloss.places').usages()
  end,
}

words.plan = {
  about = 'what to learn next for this workspace',
  run = function()
    require('pygloss.pick').plan()
  end,
}

words.check = {
  about = 'what is wrong with your own notes',
  run = function()
    require('pygloss.places').check()
  end,
}

words.lenses = {
  about = 'show or hide the lenses',
  run = function()
    say(require('pygloss.lenses').toggle() and 'lenses are shown' or 'lenses are hidden')
  end,
}

words.info = {
  about = 'which server runs, and for what',
  run = function()
    local path, where = server.find()
    local lines = { path and ('server: %s (%s)'):format(path, where) or ('server: ' .. where) }
    local clients = vim.lsp.get_clients({ name = 'pygloss' })
    for _, client in ipairs(clients) do
      local version = (client.server_info or {}).version or 'of unknown version'
      table.insert(
        lines,
        ('running: %s, root %s, %d buffers'):format(
          version,
          client.root_dir or 'none',
          vim.tbl_count(client.attached_buffers)
        )
      )
    end
    if #clients == 0 then
      table.insert(lines, 'running: no (it starts with the first Python or Markdown file)')
    end
    say(table.concat(lines, '\n'))
  end,
}

words.log = {
  about = "Neovim's log of language servers, at its end",
  run = function()
    local log = vim.lsp.log
    local path = log.get_filename and log.get_filename() or vim.lsp.get_log_path()
    vim.cmd.split(vim.fn.fnameescape(path))
    vim.cmd('normal! G')
  end,
}

---@param command vim.api.keyset.create_user_command.command_args
function M.run(command)
  local word = words[command.fargs[1]]
  if word and (word.rest or #command.fargs == 1) then
    return word.run(table.concat(command.fargs, ' ', 2))
  end
  local lines = { 'say one of' }
  for _, name in ipairs(M.complete('', 'Pygloss ')) do
    table.insert(lines, ('  :Pygloss %-7s %s'):format(name, words[name].about))
  end
  say(table.concat(lines, '\n'), vim.log.levels.WARN)
end

---@param lead string what is typed of the word
---@param line string the whole command line
---@return string[]
function M.complete(lead, line)
  if line:match('Pygloss!?%s+%S+%s') then
    return {}
  end
  local names = vim.tbl_filter(function(name)
    return vim.startswith(name, lead)
  end, vim.tbl_keys(words))
  table.sort(names)
  return names
end

return M
