-- Lenses: shown from the start, and turned off and on again by `:Pygloss lenses`.
local M = {}

local shown = true

---Draws the lenses of a buffer, or takes them away.
---@param client vim.lsp.Client
---@param buffer integer
local function draw(client, buffer)
  if not client:supports_method('textDocument/codeLens', buffer) then
    return
  end
  if vim.lsp.codelens.enable then
    -- By buffer: given a client, 0.12 forgets all of its buffers but one.
    vim.lsp.codelens.enable(shown, { bufnr = buffer })
  elseif shown then
    -- Not `codelens.refresh`, which drops a request while another is under way.
    local params = { textDocument = vim.lsp.util.make_text_document_params(buffer) }
    client:request('textDocument/codeLens', params, vim.lsp.codelens.on_codelens, buffer)
  else
    vim.lsp.codelens.clear(client.id, buffer)
  end
end

---Called when the server attaches to a buffer.
---@param client vim.lsp.Client
---@param buffer integer
function M.attach(client, buffer)
  draw(client, buffer)
  if vim.lsp.codelens.enable then
    return
  end
  -- Neovim 0.11 asks for lenses only when it is told to.
  local group = vim.api.nvim_create_augroup('pygloss.lenses.' .. buffer, {})
  vim.api.nvim_create_autocmd({ 'BufEnter', 'CursorHold', 'InsertLeave' }, {
    group = group,
    buffer = buffer,
    callback = function()
      if shown and not client:is_stopped() then
        draw(client, buffer)
      end
    end,
  })
end

---`workspace/codeLens/refresh`, for a Neovim that does not answer it itself.
function M.on_refresh(_, _, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  if client and shown then
    for buffer in pairs(client.attached_buffers) do
      draw(client, buffer)
    end
  end
  return vim.NIL
end

---Turns the lenses off, or on again, in every buffer. Returns whether they are shown now.
---@return boolean
function M.toggle()
  shown = not shown
  for _, client in ipairs(vim.lsp.get_clients({ name = 'pygloss' })) do
    for buffer in pairs(client.attached_buffers) do
      draw(client, buffer)
    end
  end
  return shown
end

return M
