-- Lists to choose from: entries of the guide, constructs, files. All go through `vim.ui.select`, so
-- the picker that a person has set up shows them.
local request = require('pygloss.request')

local M = {}

---@class pygloss.Entry
---@field id string
---@field title string
---@field kind 'question'|'topic'
---@field level? 'easy'|'medium'|'hard'
---@field section string[]

---One line about an entry: what it asks, how hard it is, where it stands.
---@param entry pygloss.Entry
---@return string
function M.line(entry)
  local parts = { entry.title }
  if entry.level and entry.level ~= vim.NIL then
    table.insert(parts, ('(%s)'):format(entry.level))
  end
  local above = entry.section[1]
  -- "Questions" is what the built-in guide calls that part of each page.
  if above and above ~= entry.title and above ~= 'Questions' then
    table.insert(parts, ('· %s'):format(above))
  end
  return table.concat(parts, ' ')
end

---Offers a list; a single thing is taken without asking.
---@param items any[]
---@param prompt string
---@param format fun(item: any): string
---@param chosen fun(item: any)
function M.one(items, prompt, format, chosen)
  if #items == 1 then
    chosen(items[1])
    return
  end
  vim.ui.select(items, { prompt = prompt, format_item = format }, function(item)
    if item then
      chosen(item)
    end
  end)
end

---Offers entries and opens the one that is chosen.
---@param entries pygloss.Entry[]
---@param prompt string
---@param client vim.lsp.Client
function M.entry(entries, prompt, client)
  vim.ui.select(entries, { prompt = prompt, format_item = M.line }, function(entry)
    if entry then
      request.open(client, entry.id)
    end
  end)
end

---Searches the guide and offers what was found.
---@param query string
function M.search(query)
  request.ask('pygloss/search', { query = query, limit = 20 }, function(entries, client)
    if #entries == 0 then
      request.say(('the guide has nothing about “%s”'):format(query))
    else
      M.entry(entries, ('Guide: %s'):format(query), client)
    end
  end)
end

---Offers the pages of the guides, then what stands on the one that is chosen.
function M.browse()
  request.ask('pygloss/browse', vim.empty_dict(), function(files, client)
    local readable = vim.tbl_filter(function(file)
      return file.uri and file.uri ~= vim.NIL
    end, files)
    if #readable == 0 then
      request.say('no page of the guide can be opened yet', vim.log.levels.WARN)
      return
    end
    M.one(readable, 'Page of the guide:', function(file)
      local folder = table.concat(file.folder, ' › ')
      return ('%s%s (%d)'):format(
        folder ~= '' and folder .. ' › ' or '',
        file.title,
        file.entries
      )
    end, function(file)
      request.ask('pygloss/browse', { uri = file.uri }, function(entries)
        M.entry(entries, file.title .. ':', client)
      end, client)
    end)
  end)
end

---Offers what is best to learn next for this workspace.
function M.plan()
  request.ask('pygloss/studyPlan', { limit = 20 }, function(plan, client)
    local steps = vim.tbl_filter(function(step)
      return #step.entries > 0
    end, plan)
    if #steps == 0 then
      request.say('nothing to learn is left in this workspace')
      return
    end
    M.one(steps, 'Learn next:', function(step)
      return ('%s · %d %s'):format(
        step.concept.name,
        step.places,
        step.places == 1 and 'place' or 'places'
      )
    end, function(step)
      M.entry(step.entries, step.concept.name .. ':', client)
    end)
  end)
end

---Marks the concept at the cursor.
---@param state 'known'|'learning'
function M.mark(state)
  local client = request.client()
  if not client then
    return
  end
  request.ask('pygloss/constructs', request.here(client), function(found)
    if #found == 0 then
      request.say('the guide has nothing about what stands here')
      return
    end
    M.one(found, ('Mark as %s:'):format(state), function(construct)
      return construct.concept.name
    end, function(construct)
      local concept = construct.concept
      request.ask('pygloss/mark', { concepts = { concept.id }, state = state }, function()
        request.say(('%s: %s'):format(concept.name, state))
      end, client)
    end)
  end, client)
end

return M
