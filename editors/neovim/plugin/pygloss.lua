-- Turns pygloss on: the server for Python and Markdown files, and the command `:Pygloss`.
-- `vim.g.loaded_pygloss = 1` before plugins load keeps it off.
if vim.g.loaded_pygloss then
  return
end
vim.g.loaded_pygloss = 1

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('pygloss needs Neovim 0.11 or later', vim.log.levels.WARN)
  return
end

vim.api.nvim_create_user_command('Pygloss', function(command)
  require('pygloss.commands').run(command)
end, {
  nargs = '*',
  desc = 'pygloss: explain Python from a guide',
  complete = function(lead, line)
    return require('pygloss.commands').complete(lead, line)
  end,
})

-- Nothing is mapped to a key: `<Plug>(pygloss-open)` and the others wait for one.
for _, word in ipairs({
  'open',
  'search',
  'browse',
  'quiz',
  'known',
  'learning',
  'usages',
  'plan',
  'lenses',
}) do
  vim.keymap.set('n', ('<Plug>(pygloss-%s)'):format(word), ('<Cmd>Pygloss %s<CR>'):format(word), {
    desc = 'pygloss: ' .. word,
  })
end

require('pygloss.server').enable()
