-- How Neovim starts the server: the defaults of `vim.lsp.config('pygloss')`. What a person says
-- there in their own configuration is merged over this.
local server = require('pygloss.server')

---@type vim.lsp.Config
local config = {
  cmd = server.command(),
  filetypes = { 'python', 'markdown' },
  root_markers = { 'pygloss.toml', 'pyproject.toml', 'setup.py', '.git' },
  handlers = {
    ['window/showDocument'] = require('pygloss.guide').show_document,
  },
  on_attach = require('pygloss.lenses').attach,
  on_exit = server.on_exit,
  commands = {
    -- The lens above an entry of the guide.
    ['pygloss.showUsages'] = require('pygloss.places').of_command,
  },
  capabilities = { experimental = { pygloss = { showsUsages = true } } },
}

if not vim.lsp.codelens.enable then
  -- Neovim 0.11 neither asks for lenses by itself nor hears that they changed.
  config.capabilities.workspace = { codeLens = { refreshSupport = true } }
  config.handlers['workspace/codeLens/refresh'] = require('pygloss.lenses').on_refresh
end

return config
