-- Runs named cases, tells each one's outcome, and the totals on the last line.
local M = { list = {} }

---@param name string what the case shows
---@param run fun()
function M.case(name, run)
  table.insert(M.list, { name = name, run = run })
end

---Fails with both values where they differ.
function M.equal(actual, expected, what)
  if not vim.deep_equal(actual, expected) then
    error(('%s: expected %s, got %s'):format(what, vim.inspect(expected), vim.inspect(actual)), 2)
  end
end

---Fails with the text where it lacks a part.
function M.contains(text, part, what)
  if not text:find(part, 1, true) then
    error(('%s: %q is not in:\n%s'):format(what, part, text), 2)
  end
end

---Runs all cases and ends the process: with status 1 where one failed.
function M.finish()
  local failed = 0
  for _, each in ipairs(M.list) do
    local ok, why = xpcall(each.run, function(err)
      return type(err) == 'string' and err or vim.inspect(err)
    end)
    if ok then
      io.write('ok      ', each.name, '\n')
    else
      failed = failed + 1
      io.write('FAILED  ', each.name, '\n        ', (why:gsub('\n', '\n        ')), '\n')
    end
  end
  io.write(('%d passed, %d failed\n'):format(#M.list - failed, failed))
  io.flush()
  vim.cmd.cquit({ count = failed > 0 and 1 or 0, bang = true })
end

return M
