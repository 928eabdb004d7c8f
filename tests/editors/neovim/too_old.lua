-- On a Neovim that is too old, the plugin says so in one line and does nothing else.
package.path = vim.fs.dirname(arg[0]) .. '/../terminal/?.lua;' .. package.path
local cases = require('cases')

cases.case('an old Neovim says in one line that it is too old', function()
  local command = { vim.env.OLD_NVIM, '--clean', '--headless' }
  vim.list_extend(command, { '--cmd', 'set rtp^=' .. vim.env.PLUGIN, vim.env.TOUR })
  vim.list_extend(command, { '-c', 'echo "commands" exists(":Pygloss")', '-c', 'qa!' })
  local result = vim
    .system(command, { text = true, timeout = 15000, env = { VIMRUNTIME = vim.env.OLD_RUNTIME } })
    :wait()
  local said = vim.split(vim.trim(result.stderr:gsub('\r', '')), '\n')
  cases.equal(said, { 'pygloss needs Neovim 0.11 or later', 'commands 0' }, 'what it said')
  cases.equal(result.code, 0, 'exit status')
end)

cases.finish()
