-- Places in files, as a quickfix list: where a concept is used, and what is wrong with one's notes.
local request = require('pygloss.request')

local M = {}

---@param title string
---@param items vim.quickfix.entry[]
local function list(title, items)
  vim.fn.setqflist({}, ' ', { title = title, items = items })
  vim.cmd('botright copen')
end

---@param locations lsp.Location[]
---@param client vim.lsp.Client
---@param complete boolean whether these are all
local function show(locations, client, complete)
  if #locations == 0 then
    request.say('no place in this workspace')
    return
  end
  local items = vim.lsp.util.locations_to_items(locations, client.offset_encoding)
  list(complete and 'pygloss: places' or 'pygloss: the first places', items)
end

---Lists the places in the workspace of what stands under the cursor.
function M.usages()
  local client = request.client()
  if client then
    request.ask('pygloss/usages', request.here(client), function(found)
      show(found.locations, client, found.complete)
    end)
  end
end

---What a lens above an entry of the guide does: lists its places.
---@param command lsp.Command
---@param context lsp.HandlerContext
function M.of_command(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  if client then
    request.ask('workspace/executeCommand', {
      command = command.command,
      arguments = command.arguments,
    }, function(locations)
      show(locations or {}, client, true)
    end, client)
  end
end

local kinds = { 'E', 'W', 'I', 'N' }

---Lists what is wrong with a person's own notes.
function M.check()
  request.ask('pygloss/check', nil, function(files)
    local items = {}
    for _, file in ipairs(files) do
      for _, problem in ipairs(file.diagnostics) do
        table.insert(items, {
          filename = vim.uri_to_fname(file.uri),
          lnum = problem.range.start.line + 1,
          col = problem.range.start.character + 1,
          text = problem.message,
          type = kinds[problem.severity or 1],
        })
      end
    end
    if #items == 0 then
      request.say('nothing is wrong with your notes')
    else
      list('pygloss: notes', items)
    end
  end)
end

return M
