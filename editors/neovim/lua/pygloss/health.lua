-- `:checkhealth pygloss`
local server = require('pygloss.server')

local M = {}

local function check_program()
  local path, where = server.find()
  if not path then
    vim.health.error('No server', { where })
    return
  end
  local result = vim.system({ path, '--version' }, { text = true, timeout = 5000 }):wait()
  if result.code == 0 then
    vim.health.ok(('%s (%s): %s'):format(path, where, vim.trim(result.stdout)))
  else
    vim.health.error(
      ('%s (%s) does not answer `--version`'):format(path, where),
      { 'Is it a pygloss for this machine? ' .. vim.trim(result.stderr or '') }
    )
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = 'pygloss' })
  if #clients == 0 then
    vim.health.info('The server does not run now; it starts with a Python or Markdown file.')
  end
  for _, client in ipairs(clients) do
    vim.health.ok(
      ('Running with root %s, %d buffers'):format(
        client.root_dir or 'none',
        vim.tbl_count(client.attached_buffers)
      )
    )
  end
end

local function check_markdown()
  -- Without it `vim.lsp.buf.hover()` throws.
  if pcall(vim.treesitter.language.add, 'markdown') and vim.treesitter.language.add('markdown') then
    vim.health.ok("Neovim's Markdown parser is there (hovers need it)")
  else
    vim.health.error("Neovim's Markdown parser is missing", {
      'It comes with Neovim: its `lib/nvim` folder has to be on the runtime path.',
    })
  end
end

function M.check()
  vim.health.start('pygloss')
  if vim.fn.has('nvim-0.11') == 0 then
    vim.health.error('pygloss needs Neovim 0.11 or later')
    return
  end
  check_program()
  check_clients()
  check_markdown()
  if not vim.lsp.codelens.enable then
    vim.health.info('Neovim 0.11 refreshes lenses when the cursor rests; 0.12 does at once.')
  end
end

return M
