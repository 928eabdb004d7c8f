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

---A server that was replaced on disk while it runs answers as the old one did.
---@param client vim.lsp.Client
local function check_version(client)
  local running = (client.server_info or {}).version
  local path = server.find()
  if not running or not path then
    return
  end
  local result = vim.system({ path, '--version' }, { text = true, timeout = 5000 }):wait()
  local installed = (result.stdout or ''):match('%d+%.%d+%.%d+%S*')
  if installed and installed ~= running then
    vim.health.warn(
      ('Version %s runs, %s is installed'):format(running, installed),
      { 'Start the server anew: `:lua vim.lsp.stop_client(vim.lsp.get_clients({name="pygloss"}))`' }
    )
  end
end

---@param client vim.lsp.Client
local function check_guides(client)
  local answer = client:request_sync('pygloss/guides', nil, 5000)
  if not answer or answer.err then
    vim.health.error('The server does not tell its guides', {
      answer and answer.err.message
        or 'It did not answer within 5 seconds; `:Pygloss log` may tell.',
    })
    return
  end
  for _, guide in ipairs(answer.result) do
    local text = ('Guide %s: %d files, %d questions, %d topics'):format(
      guide.name,
      guide.files,
      guide.questions,
      guide.topics
    )
    if guide.problems > 0 then
      vim.health.warn(('%s, %d problems'):format(text, guide.problems), { '`:Pygloss check`' })
    else
      vim.health.ok(text)
    end
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
    check_version(client)
    check_guides(client)
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
