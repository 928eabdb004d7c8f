-- What a person does with pygloss in Emacs: help on what stands at point, and the jump into the
-- guide. Emacs draws no lenses. Run by `run` beside this file.
package.path = vim.fs.dirname(arg[0]) .. '/../terminal/?.lua;' .. package.path
local cases = require('cases')
local screen = require('screen')

---Starts Emacs with Eglot on for Python.
local function with_emacs(use)
  screen.with({
    command = {
      vim.env.EMACS,
      '--dump-file=' .. vim.env.EMACS_DUMP,
      '-Q',
      '-nw',
      '--eval',
      '(setq native-comp-jit-compilation nil)',
      '-l',
      vim.env.PACKAGE,
      '--eval',
      "(add-hook 'python-mode-hook #'eglot-ensure)",
    },
    file = vim.env.TOUR,
    env = {},
    quit = '<C-x><C-c>',
  }, function(emacs)
    emacs:wait_for('[eglot:')
    use(emacs)
  end)
end

---Goes to a piece of the file and waits for the one line that Emacs shows about it below.
---@param back integer how many characters before the end of the piece point has to be
local function go(emacs, place, back, told)
  emacs:type('<C-s>' .. place .. '<CR>' .. ('<C-b>'):rep(back))
  emacs:wait(('%q in the last line'):format(told), function(text)
    return text:match('[^\n]*\n*$'):find(told, 1, true)
  end)
end

local function help_shows(name, place, back, told, said)
  cases.case(('help on %s says what it is'):format(name), function()
    with_emacs(function(emacs)
      go(emacs, place, back, told)
      emacs:type('<C-h>.')
      emacs:wait_for(said)
      emacs:wait_for('*eldoc')
    end)
  end)
end

help_shows(':=', ':=', 2, 'assignment expression', 'middle of an expression')
help_shows('@dataclass', '@dataclass', 3, 'dataclass ·', 'annotated')
help_shows('__slots__', '__slots__', 3, '__slots__', 'memory')
help_shows('yield', 'yield csv', 6, 'yield expression', 'pauses')

cases.case('pygloss-open opens the guide at the heading it names', function()
  with_emacs(function(emacs)
    go(emacs, ':=', 2, 'assignment expression')
    emacs:type('<M-x>pygloss-open<CR>')
    local title = emacs:wait('entries to choose from', function(text)
      return text:match('default Open guide: ([^\n]+)%)')
    end)
    emacs:type('<CR>')
    emacs:wait('the page in a window of its own', function(text)
      return text:find('tour.py', 1, true) and text:find('walrus-operator.md', 1, true)
    end)
    emacs:type('<C-x>=')
    -- What stands at point: the mark of the heading, and then its title.
    emacs:wait('point at a heading', function(text)
      return text:find('Char: # ', 1, true) and text:find('# ' .. title, 1, true)
    end)
  end)
end)

cases.case('the server ends with the editor', function()
  with_emacs(function(emacs)
    go(emacs, ':=', 2, 'assignment expression')
    emacs:quit_with('pygloss')
  end)
end)

cases.finish()
