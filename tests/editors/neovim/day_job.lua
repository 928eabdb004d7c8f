-- A day with the plugin: two projects, other servers beside it, notes that change, a server that
-- dies. Run by `run` beside this file, which says what is in the environment.
local here = vim.fs.dirname(arg[0])
package.path = here .. '/?.lua;' .. here .. '/../terminal/?.lua;' .. package.path
local cases = require('cases')
local plugin = require('plugin')

local case, equal, contains = cases.case, cases.equal, cases.contains
local with_editor, float = plugin.with_editor, plugin.float
local wait_for_lens, choose_first = plugin.wait_for_lens, plugin.choose_first

---A folder beside the tour's, with the files that are given.
---@param name string
---@param files table<string, string[]>
---@return string
local function project(name, files)
  local root = vim.fs.joinpath(vim.fs.dirname(vim.fs.dirname(plugin.tour)), name)
  vim.fn.mkdir(root, 'p')
  for file, lines in pairs(files) do
    vim.fn.writefile(lines, vim.fs.joinpath(root, file))
  end
  return root
end

---Hovers over what a search finds, and waits until the float has what is expected.
local function hover(ed, search, expected)
  ed:type(('<Esc>/%s<CR>:noh<CR>'):format(search))
  return ed:wait(('a hover with %q'):format(expected), function()
    local text = float(ed)
    if text and text:find(expected, 1, true) then
      return text
    end
    -- A second K while a hover is on its way would go into its float.
    if text then
      ed:type('<Esc>h')
      vim.wait(50)
      ed:type('l')
    end
    ed:type('K')
    vim.wait(3000, function()
      return float(ed) ~= nil
    end, 20)
  end)
end

---Kills the server and waits for the next one.
local function kill(ed)
  local killed = ed:processes('pygloss')[1]
  vim.uv.kill(killed, 'sigkill')
  ed:wait('another server', function(text)
    if text:find('Press ENTER', 1, true) then
      -- Neovim itself tells the end, in more words than one line holds.
      ed:type('<CR>')
      vim.wait(100)
    end
    local now = ed:processes('pygloss')
    return #now == 1 and now[1] ~= killed
  end)
end

case('two tabs with two projects have a server each, and each its own guide window', function()
  local function notes(word)
    return { '# Notes', '', '## What is the walrus operator?', '', ('The %s answer.'):format(word) }
  end
  local first = project('first', {
    ['pygloss.toml'] = { 'guides = ["notes.md"]' },
    ['notes.md'] = notes('first'),
    ['one.py'] = { 'if (count := 3) > 2:', '    print(count)' },
  })
  local second = project('second', {
    ['pygloss.toml'] = { 'guides = ["notes.md"]' },
    ['notes.md'] = notes('second'),
    ['two.py'] = { 'if (total := 4) > 3:', '    print(total)' },
  })
  with_editor({ file = vim.fs.joinpath(first, 'one.py') }, function(ed)
    ed:type((':tabnew %s<CR>'):format(vim.fs.joinpath(second, 'two.py')))
    ed:wait('two servers', function()
      return #ed:processes('pygloss') == 2
    end)
    for _, tab in ipairs({ { 'second', 'total := 4' }, { 'first', 'count := 3' } }) do
      local word, code = unpack(tab)
      ed:wait('the code with the question above it', function(text)
        return text:find('What is the walrus operator?', 1, true)
          and text:find(code, 1, true)
          and not text:find('Type number', 1, true)
      end)
      ed:type('/:=<CR>:Pygloss open<CR>')
      choose_first(ed)
      ed:wait(("the %s project's notes"):format(word), function()
        return ed:ask('return vim.fn.expand("%:p")'):find(word .. '/notes.md', 1, true)
      end)
      equal(ed:ask('return #vim.api.nvim_tabpage_list_wins(0)'), 2, 'windows of this tab')
      ed:type(':close<CR>gt')
    end
  end)
end)

case('a server that is killed comes back with the text as it is', function()
  with_editor({}, function(ed)
    wait_for_lens(ed)
    ed:type('ggOmatch [1]:<CR>case [1, *rest]:<CR>pass<Esc>')
    kill(ed)
    wait_for_lens(ed)
    -- What was typed and never saved is known to the new one.
    ed:type('gg')
    local text = hover(ed, [[\%1l\<match]], 'match statement')
    contains(text:lower(), 'first one whose shape fits', 'the hover')
  end)
end)

case('a server that dies again and again stays away, and one line says so', function()
  with_editor({}, function(ed)
    wait_for_lens(ed)
    for _ = 1, 3 do
      kill(ed)
      wait_for_lens(ed)
    end
    vim.uv.kill(ed:processes('pygloss')[1], 'sigkill')
    ed:wait('the last word', function(text)
      local said = text:find('the server ended 4 times', 1, true)
      if text:find('Press ENTER', 1, true) then
        ed:type('<CR>')
        vim.wait(100)
      end
      return said
    end)
    equal(#ed:processes('pygloss'), 0, 'servers')
  end)
end)

case('a note that changes changes the hover', function()
  local root = project('notes', {
    ['notes.md'] = {
      '---',
      'explains: [operator.walrus]',
      '---',
      '# The walrus',
      '',
      'Before the change.',
    },
    ['code.py'] = { 'if (count := 3) > 2:', '    print(count)' },
    ['pygloss.toml'] = { 'guides = ["notes.md"]' },
  })
  local notes = vim.fs.joinpath(root, 'notes.md')
  with_editor({ file = vim.fs.joinpath(root, 'code.py') }, function(ed)
    hover(ed, ':=', 'Before the change.')
    -- In the editor, and before it is saved.
    ed:type((':vsplit %s<CR>'):format(notes))
    ed:wait('the notes', function()
      return ed:ask('return #vim.lsp.get_clients({ bufnr = 0, name = "pygloss" })') == 1
    end)
    ed:type('G0CAfter the change.<Esc>:wincmd p<CR>')
    hover(ed, ':=', 'After the change.')
  end)
end)

case(':Pygloss search without a word finds while one types', function()
  with_editor({}, function(ed)
    wait_for_lens(ed)
    ed:type(':Pygloss search<CR>')
    ed:wait_for('Type a construct')
    ed:type('walr')
    ed:wait('what was found', function(text)
      return text:lower():find('walrus', 1, true)
    end)
    ed:type('us operator<C-n><C-p><CR>')
    local line = ed:wait('the guide at its heading', function()
      local line = ed:ask('return vim.api.nvim_get_current_line()')
      return vim.startswith(line, '#') and line
    end)
    contains(line:lower(), 'assignment expression', 'the heading under the cursor')
    equal(ed:ask('return #vim.api.nvim_list_wins()'), 2, 'windows')
    equal(ed:ask('return vim.api.nvim_get_mode().mode'), 'n', 'mode')

    ed:type(':Pygloss search<CR>')
    ed:wait_for('Type a construct')
    ed:type('zzqqzz')
    ed:wait_for('Nothing.')
    ed:type('<Esc>')
    ed:wait('no float', function()
      return not float(ed)
    end)
  end)
end)

case('every word of :Pygloss says in one line that no server runs', function()
  with_editor({ server = '/nowhere/pygloss' }, function(ed)
    ed:wait_for('pygloss: no program at')
    for _, word in ipairs({
      'open',
      'search x',
      'search',
      'browse',
      'quiz',
      'known',
      'usages',
      'plan',
      'check',
    }) do
      ed:ask('vim.cmd.messages("clear"); vim.cmd("Pygloss " .. ...)', word)
      local said = ed:ask([[return vim.api.nvim_exec2('messages', { output = true }).output]])
      contains(said, 'no server runs', word)
      equal(#vim.split(said, '\n'), 1, 'lines said by ' .. word)
    end
  end)
end)

case('beside ruff and ty: all hovers, and nothing to complain about', function()
  local lua = ([[
    vim.lsp.config('ruff', { cmd = { %q, 'server' }, filetypes = { 'python' } })
    vim.lsp.config('ty', { cmd = { %q, 'server' }, filetypes = { 'python' } })
    vim.lsp.enable({ 'ruff', 'ty' })
  ]]):format(vim.env.RUFF, vim.env.TY)
  with_editor({ lua = lua:gsub('%s+', ' ') }, function(ed)
    wait_for_lens(ed)
    ed:wait('three servers', function()
      return ed:ask('return #vim.lsp.get_clients({ bufnr = 0 })') == 3
    end)
    ed:ask('vim.cmd.messages("clear")')
    ed:type([[/^@\zsdataclass<CR>:noh<CR>]])
    -- ty answers once it has read what the file imports.
    local text = ed:wait('hovers of both', function()
      local text = float(ed)
      if text and text:find('# ty', 1, true) and text:find('# pygloss', 1, true) then
        return text
      end
      ed:type('<Esc>hlK')
      vim.wait(3000, function()
        return float(ed) ~= nil
      end, 20)
    end)
    contains(text, 'annotated', "pygloss's part")
    -- A day's edits, with all three at work.
    ed:type('<Esc>Go<CR>def late():<CR>return [n for n in range(3)<Esc>')
    ed:type('A]<Esc>uu<C-r>')
    ed:type('gg')
    wait_for_lens(ed)
    local said = ed:ask([[return vim.api.nvim_exec2('messages', { output = true }).output]])
    equal(said:lower():find('error') or said:lower():find('fail'), nil, 'problems in ' .. said)
  end)
end)

cases.finish()
