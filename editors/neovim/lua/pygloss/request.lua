-- Asking the server: one question, one answer, and what is said where there is none.
local server = require('pygloss.server')

local M = {}

---@param text string
---@param level? integer
function M.say(text, level)
  vim.notify('pygloss: ' .. text, level or vim.log.levels.INFO)
end

---The client of the current buffer, else any that runs: the guide is the same for all.
---@return vim.lsp.Client?
function M.client()
  local client = server.client(0) or server.client()
  if not client then
    M.say('no server runs (`:checkhealth pygloss` tells more)', vim.log.levels.WARN)
  end
  return client
end

---Asks, and hands the answer on; an error is said instead.
---@param method string
---@param params? table
---@param answered fun(result: any, client: vim.lsp.Client)
---@param client? vim.lsp.Client whom to ask, where that is not the current buffer's
function M.ask(method, params, answered, client)
  client = client or M.client()
  if not client then
    return
  end
  client:request(method, params, function(err, result)
    if err then
      M.say(err.message, vim.log.levels.ERROR)
    else
      answered(result, client)
    end
  end, vim.api.nvim_get_current_buf())
end

---The document and the position of the cursor, as the server counts them.
---@param client vim.lsp.Client
---@return lsp.TextDocumentPositionParams
function M.here(client)
  return vim.lsp.util.make_position_params(0, client.offset_encoding)
end

---Opens an entry of the guide at its heading.
---@param client vim.lsp.Client
---@param id string
function M.open(client, id)
  client:exec_cmd({ title = 'Open guide', command = 'pygloss.openEntry', arguments = { id } })
end

return M
