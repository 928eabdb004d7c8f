-- What a person does with pygloss in Helix: hover, and the jump into the guide by a code action.
-- Helix draws no lenses. Run by `run` beside this file.
package.path = vim.fs.dirname(arg[0]) .. '/../terminal/?.lua;' .. package.path
local cases = require('cases')
local screen = require('screen')

local function with_helix(use)
  screen.with({
    command = { vim.env.HELIX },
    file = vim.env.TOUR,
    env = {},
    quit = ':qa!<CR>',
  }, use)
end

---Puts the cursor on the start of a piece of the file, and asks again until the server answers.
local function ask(helix, place, keys, answer)
  helix:type('/' .. place .. '<CR><M-;>')
  local asked = 0
  return helix:wait(('%q after %q'):format(answer, keys), function(text)
    if text:find(answer, 1, true) then
      return true
    end
    -- Helix tells a person who asks too early that there is no server yet.
    if vim.uv.now() - asked > 2000 then
      asked = vim.uv.now()
      helix:type(keys)
    end
  end)
end

---Closes the popup with the answer. What is typed before it is gone would be Alt with that key.
local function dismiss(helix, answer)
  helix:type('<Esc>')
  helix:wait('the popup to close', function(text)
    return not text:find(answer, 1, true)
  end)
end

local function hover_shows(name, place, said)
  cases.case(('hover on %s says what it is'):format(name), function()
    with_helix(function(helix)
      ask(helix, place, '<Space>k', said)
      dismiss(helix, said)
    end)
  end)
end

hover_shows(':=', ':=', 'middle of an expression')
hover_shows('@dataclass', 'dataclass\\(', 'annotated')
hover_shows('__slots__', '__slots__', 'memory')
hover_shows('yield', 'yield csv', 'pauses')

cases.case('a code action opens the guide at the heading it names', function()
  with_helix(function(helix)
    ask(helix, ':=', '<Space>a', 'Open guide: What')
    local choices = {}
    for title in helix:screen():gmatch('Open guide: ([^\n]+)') do
      table.insert(choices, title)
    end
    -- The first is chosen already; the question after it is the more telling place.
    helix:type('<C-n><CR>')
    local line = helix:wait('the page, with its line in the status line', function(text)
      return text:match('pygloss/guide%-[^\n]+%.md%s+1 sel%s+(%d+):1')
    end)
    helix:wait(('line %s to be the heading %q'):format(line, choices[2]), function(text)
      local heading = text:match('\n%s*' .. line .. '%s+#+ ([^\n]+)')
      return heading and vim.startswith(choices[2], heading)
    end)
  end)
end)

cases.case('the server ends with the editor', function()
  with_helix(function(helix)
    ask(helix, ':=', '<Space>k', 'middle of an expression')
    dismiss(helix, 'middle of an expression')
    helix:quit_with('pygloss')
  end)
end)

cases.finish()
