-- The plugin's main job, seen as a person sees it: explain on hover, lenses, and the jump into the
-- guide. Run by `run` beside this file, which says what is in the environment.
local here = vim.fs.dirname(arg[0])
package.path = here .. '/?.lua;' .. here .. '/../terminal/?.lua;' .. package.path
local cases = require('cases')
local plugin = require('plugin')

local case, equal, contains = cases.case, cases.equal, cases.contains
local with_editor, float = plugin.with_editor, plugin.float
local wait_for_lens, choose_first = plugin.wait_for_lens, plugin.choose_first
local tour = plugin.tour
---@param said string[] what the hover has to say, in any case of letters
local function hover_shows(name, search, said)
  case(('hover on %s says what it is'):format(name), function()
    with_editor({}, function(ed)
      wait_for_lens(ed)
      ed:type(('/%s<CR>zt:noh<CR>K'):format(search))
      local text = ed:wait('a hover', function()
        return float(ed)
      end)
      for _, part in ipairs(said) do
        contains(text:lower(), part:lower(), 'the float')
        -- And a person sees it. Neovim conceals the marks of Markdown.
        ed:wait(('%q on the screen'):format(part), function(shown)
          return shown:lower():find(part:lower(), 1, true) ~= nil
        end)
      end
    end)
  end)
end

hover_shows(':=', ':=', { 'assignment', '3.8', 'middle' })
hover_shows('@dataclass', [[^@\zsdataclass]], { 'dataclass', 'annotated' })
hover_shows('__slots__', '__slots__', { 'slots', 'memory' })
hover_shows('yield', [[\<yield csv]], { 'yield', 'pauses' })

case('lenses are drawn on the screen, above their lines', function()
  with_editor({}, function(ed)
    local question = wait_for_lens(ed)
    equal(question:match('%S+ .*%?') ~= nil or question:find(' …') ~= nil, true, 'a question')
    -- Drawn, and not part of the text.
    local text = ed:ask([[return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')]])
    equal(text:find(question, 1, true), nil, 'the lens in the file')
  end)
end)

case('a lens opens the guide at the heading it names, in a window of its own', function()
  with_editor({}, function(ed)
    local lens = wait_for_lens(ed)
    ed:type(':lua vim.lsp.codelens.run()<CR>')
    choose_first(ed)
    ed:wait('a second window', function()
      return ed:ask('return #vim.api.nvim_list_wins()') == 2
    end)
    local line = ed:wait('the guide at its heading', function()
      local line = ed:ask('return vim.api.nvim_get_current_line()')
      return vim.startswith(line, '#') and line
    end)
    -- A long title is cut in the lens.
    contains(line, lens:gsub(' ….*', ''), 'the heading under the cursor')
    ed:wait_for(line)
    equal(ed:ask('return vim.bo.filetype'), 'markdown', 'filetype')
    equal(
      ed:ask('return { vim.bo.readonly, vim.bo.modifiable }'),
      { true, false },
      'readonly and modifiable'
    )
    equal(ed:ask('return vim.fn.line("w0") == vim.fn.line(".")'), true, 'heading at the top')

    -- Another entry comes into the same window; `q` closes it and leaves the file.
    ed:type('<Esc>:wincmd p<CR>/__slots__<CR>:Pygloss open<CR>')
    choose_first(ed)
    ed:wait('another page', function()
      return not vim.startswith(ed:ask('return vim.api.nvim_get_current_line()'), line)
        and ed:ask('return vim.bo.filetype') == 'markdown'
    end)
    equal(ed:ask('return #vim.api.nvim_list_wins()'), 2, 'windows')
    ed:type('q')
    ed:wait('the file alone', function()
      return ed:ask('return #vim.api.nvim_list_wins()') == 1
    end)
    equal(ed:ask('return vim.fn.expand("%:t")'), vim.fs.basename(tour), 'the file')
  end)
end)

case(':Pygloss lenses hides the lenses and shows them again', function()
  with_editor({}, function(ed)
    wait_for_lens(ed)
    ed:type(':Pygloss lenses<CR>')
    ed:wait('no lens', function(text)
      return not text:find('%d questions?: ')
    end)
    ed:type(':Pygloss lenses<CR>')
    wait_for_lens(ed)
  end)
end)

case('lenses follow an edit', function()
  with_editor({}, function(ed)
    local question = wait_for_lens(ed)
    ed:type('ggO@dataclass<CR>class First:<CR>pass<CR><Esc>')
    ed:wait('the lens above the new first place', function(text)
      local above = text:match('%d+ questions?: ([^\n]+)\n@dataclass\nclass First')
      local behind = text:match('^@dataclass %d+ questions?: ([^\n]+)\nclass First')
      return (above or behind) == question
    end)
  end)
end)

case('settings reach the server', function()
  with_editor({ settings = { lens = { mode = 'summary' } } }, function(ed)
    ed:wait_for(' about this file: ')
  end)
end)

case("a page of a person's own notes opens ready to be edited", function()
  local notes = vim.fs.joinpath(vim.fs.dirname(tour), 'notes.md')
  vim.fn.writefile({
    '# Notes',
    '',
    '## When does the walrus operator pay?',
    '',
    'When the value is used again.',
  }, notes)
  with_editor({ settings = { guides = { notes } } }, function(ed)
    -- Lenses of the built-in guide may come before the note is read.
    ed:type('/:=<CR>')
    ed:wait_for('questions: When does the walrus')
    ed:type(':Pygloss open<CR>')
    local number = ed:wait('the note among what can be opened', function(text)
      return text:match('(%d+): Open guide: When does the walrus operator pay')
    end)
    ed:type(number .. '<CR>')
    ed:wait('the note', function()
      return ed:ask('return vim.api.nvim_get_current_line()')
        == '## When does the walrus operator pay?'
    end)
    equal(
      ed:ask('return { vim.bo.readonly, vim.bo.modifiable }'),
      { false, true },
      'readonly and modifiable'
    )
  end)
end)

case(':Pygloss completes its words, and tells them when it is given none', function()
  with_editor({}, function(ed)
    equal(ed:ask([[return vim.fn.getcompletion('Pygloss ', 'cmdline')]]), {
      'browse',
      'check',
      'info',
      'known',
      'learning',
      'lenses',
      'log',
      'open',
      'plan',
      'quiz',
      'search',
      'usages',
    }, 'completion')
    ed:type(':Pygloss<CR>')
    ed:wait_for(':Pygloss lenses')
  end)
end)

case(':Pygloss search offers entries, and the chosen one opens at its heading', function()
  with_editor({}, function(ed)
    wait_for_lens(ed)
    ed:type(':Pygloss search walrus operator<CR>')
    choose_first(ed)
    local line = ed:wait('the guide at its heading', function()
      local line = ed:ask('return vim.api.nvim_get_current_line()')
      return vim.startswith(line, '#') and line
    end)
    contains(line:lower(), 'walrus', 'the heading under the cursor')
  end)
end)

case('a quiz asks, shows the answer, takes a rating, all by keys that it shows', function()
  with_editor({}, function(ed)
    wait_for_lens(ed)
    ed:type(':Pygloss quiz<CR>')
    ed:wait_for('Answer aloud first.')
    ed:wait_for('show the answer')
    local question = float(ed):match('# ([^\n]+)')
    ed:type('<CR>')
    ed:wait('the ratings', function(text)
      return text:find('I know this', 1, true)
    end)
    contains(float(ed), question, 'the question above its answer')
    ed:type('2')
    ed:wait('the next question', function()
      local text = float(ed)
      return text and not text:find(question, 1, true)
    end)
    ed:type('q')
    ed:wait('no float', function()
      return not float(ed)
    end)
  end)
end)

case('what is marked as known has no lens any more', function()
  with_editor({}, function(ed)
    local question = wait_for_lens(ed)
    ed:type('/@\\zsdataclass<CR>:Pygloss known<CR>')
    local shown = ed:wait('what to mark, or the mark', function(text)
      return text:match('Type number') or text:match('pygloss: [^\n]+: known')
    end)
    if shown == 'Type number' then
      local number = ed:screen():match('(%d+): @?dataclass')
      ed:type((number or '1') .. '<CR>')
    end
    ed:wait('the lens to go', function(text)
      return not text:find(question, 1, true)
    end)
    ed:type(':Pygloss learning<CR>')
    if
      ed:wait('what to mark, or the mark', function(text)
        return text:match('Type number') or text:match('pygloss: [^\n]+: learning')
      end) == 'Type number'
    then
      local number = ed:screen():match('(%d+): @?dataclass')
      ed:type((number or '1') .. '<CR>')
    end
    wait_for_lens(ed)
  end)
end)

case(':Pygloss usages lists the places in the workspace', function()
  with_editor({}, function(ed)
    wait_for_lens(ed)
    ed:type('/__slots__<CR>:Pygloss usages<CR>')
    ed:wait('a quickfix list', function()
      return ed:ask('return #vim.fn.getqflist() > 0')
    end)
    local file = ed:ask([[return vim.api.nvim_buf_get_name(vim.fn.getqflist()[1].bufnr)]])
    equal(vim.fs.basename(file), vim.fs.basename(tour), 'the file of the first place')
  end)
end)

case('the guide opens in a float where a person wants that', function()
  with_editor({}, function(ed)
    wait_for_lens(ed)
    ed:type(":let g:pygloss_window = 'float'<CR>/__slots__<CR>:Pygloss open<CR>")
    choose_first(ed)
    ed:wait('the guide in a float', function()
      return ed:ask([[
        return vim.bo.filetype == 'markdown'
          and vim.api.nvim_win_get_config(0).relative ~= ''
          and vim.startswith(vim.api.nvim_get_current_line(), '#')
      ]])
    end)
    ed:type('q')
    ed:wait('the file alone', function()
      return ed:ask('return #vim.api.nvim_list_wins()') == 1
    end)
  end)
end)

case(':Pygloss info tells the running server', function()
  with_editor({}, function(ed)
    wait_for_lens(ed)
    ed:type(':Pygloss info<CR>')
    ed:wait_for('vim.g.pygloss_server')
    ed:wait_for('running: ')
  end)
end)

case(':checkhealth pygloss is content', function()
  with_editor({}, function(ed)
    wait_for_lens(ed)
    ed:type(':checkhealth pygloss<CR>')
    ed:wait('the health page', function(text)
      return text:find('Markdown parser is there', 1, true)
    end)
    local page = ed:ask([[return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')]])
    contains(page, 'Running with root', 'health')
    contains(page, 'questions', 'the guides with their counts')
    equal(page:find('ERROR') or page:find('WARNING'), nil, 'problems in ' .. page)
  end)
end)

case('the server ends with the editor', function()
  with_editor({}, function(ed)
    wait_for_lens(ed)
    ed:quit_with('pygloss')
  end)
end)

case('where there is no server, one line says so', function()
  with_editor({ server = '/nowhere/pygloss' }, function(ed)
    ed:wait_for('pygloss: no program at /nowhere/pygloss')
    -- It does not stand in the way: no prompt to be answered first.
    equal(ed:screen():find('Press ENTER', 1, true), nil, 'a prompt')
  end)
end)

cases.finish()
