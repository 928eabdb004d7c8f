-- The quiz: a float that asks a question about this file, shows the answer when it is asked for,
-- and takes a rating. Every key is shown in it.
local request = require('pygloss.request')

local M = {}

---@class pygloss.Card
---@field concept {id: string, name: string}
---@field entry pygloss.Entry

---@class pygloss.Quiz
---@field cards pygloss.Card[]
---@field at integer the card that is shown
---@field answer? string[] the answer's lines, once they are shown
---@field buffer integer
---@field window integer
---@field client vim.lsp.Client

local ratings = { ['1'] = 'again', ['2'] = 'good', ['3'] = 'easy' }

---@param quiz pygloss.Quiz
local function close(quiz)
  if vim.api.nvim_win_is_valid(quiz.window) then
    vim.api.nvim_win_close(quiz.window, true)
  end
end

---@param quiz pygloss.Quiz
local function draw(quiz)
  local card = quiz.cards[quiz.at]
  local level = card.entry.level
  local lines = {
    ('# %s'):format(card.entry.title),
    '',
    ('*%s%s · %d of %d*'):format(
      card.concept.name,
      level and level ~= vim.NIL and ' · ' .. level or '',
      quiz.at,
      #quiz.cards
    ),
    '',
  }
  vim.list_extend(lines, quiz.answer or { 'Answer aloud first.' })
  vim.bo[quiz.buffer].modifiable = true
  vim.api.nvim_buf_set_lines(quiz.buffer, 0, -1, false, lines)
  vim.bo[quiz.buffer].modifiable = false
  -- The border holds the keys, so that no answer is so long that it hides them.
  local keys = quiz.answer and ' 1 again  2 good  3 easy  k I know this  o open  q quit '
    or ' <CR> show the answer  n next  o open  q quit '
  local height = vim.api.nvim_win_text_height(quiz.window, {}).all
  vim.api.nvim_win_set_config(quiz.window, {
    height = math.max(3, math.min(height, math.floor(vim.o.lines * 0.7))),
    footer = keys,
    footer_pos = 'right',
  })
  vim.api.nvim_win_set_cursor(quiz.window, { 1, 0 })
end

---@param quiz pygloss.Quiz
local function go_on(quiz)
  if quiz.at == #quiz.cards then
    close(quiz)
    request.say('that was the last question')
    return
  end
  quiz.at = quiz.at + 1
  quiz.answer = nil
  draw(quiz)
end

---@param quiz pygloss.Quiz
local function reveal(quiz)
  local at = quiz.at
  request.ask('pygloss/entry', { id = quiz.cards[at].entry.id }, function(entry)
    if quiz.at ~= at or not vim.api.nvim_win_is_valid(quiz.window) then
      return
    end
    local answer = entry.answer ~= vim.NIL and entry.answer or 'The guide has no answer to it.'
    quiz.answer = vim.split(answer, '\n', { plain = true })
    draw(quiz)
  end, quiz.client)
end

---@param quiz pygloss.Quiz
local function set_keys(quiz)
  local function key(lhs, about, act)
    vim.keymap.set('n', lhs, function()
      act(quiz)
    end, { buffer = quiz.buffer, nowait = true, desc = about })
  end
  key('<CR>', 'Show the answer', reveal)
  key('<Space>', 'Show the answer', reveal)
  key('n', 'Next question', go_on)
  key('q', 'End the quiz', close)
  key('<Esc>', 'End the quiz', close)
  key('o', 'Open the guide', function()
    close(quiz)
    request.open(quiz.client, quiz.cards[quiz.at].entry.id)
  end)
  key('k', 'I know this', function()
    local concepts = { quiz.cards[quiz.at].concept.id }
    request.ask('pygloss/mark', { concepts = concepts, state = 'known' }, function()
      go_on(quiz)
    end, quiz.client)
  end)
  for lhs, rating in pairs(ratings) do
    key(lhs, 'Rate: ' .. rating, function()
      -- A rating is for an answer that was compared.
      if quiz.answer then
        local params = { entry = quiz.cards[quiz.at].entry.id, rating = rating }
        request.ask('pygloss/rate', params, function()
          go_on(quiz)
        end, quiz.client)
      end
    end)
  end
end

---Begins a quiz about the current file.
function M.start()
  local params = { textDocument = vim.lsp.util.make_text_document_params() }
  request.ask('pygloss/quiz', params, function(cards, client)
    if #cards == 0 then
      request.say('no question is due about this file')
      return
    end
    local buffer = vim.api.nvim_create_buf(false, true)
    vim.bo[buffer].bufhidden = 'wipe'
    vim.bo[buffer].filetype = 'markdown'
    local width = math.min(80, vim.o.columns - 4)
    local window = vim.api.nvim_open_win(buffer, true, {
      relative = 'editor',
      width = width,
      height = 8,
      row = math.floor(vim.o.lines * 0.15),
      col = math.floor((vim.o.columns - width) / 2),
      border = 'rounded',
      title = ' pygloss quiz ',
      style = 'minimal',
    })
    vim.wo[window][0].wrap = true
    vim.wo[window][0].linebreak = true
    vim.wo[window][0].conceallevel = 2
    pcall(vim.treesitter.start, buffer, 'markdown')
    ---@type pygloss.Quiz
    local quiz = { cards = cards, at = 1, buffer = buffer, window = window, client = client }
    set_keys(quiz)
    draw(quiz)
  end)
end

return M
