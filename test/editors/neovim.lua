-- Neovim as a person uses it, without the person: opens FILE, waits for findings, hovers over TEXT, takes the code action whose title
-- contains ACTION, and writes what there was to see to RESULT. Runs in 0.7 as in 0.11.
local env = vim.env

local function until_true(what, condition)
  if not vim.wait(30000, condition, 50) then error('waited in vain for ' .. what) end
end

local function findings()
  return vim.tbl_map(function(one)
    return { line = one.lnum + 1, column = one.col, code = one.code, severity = one.severity, message = one.message }
  end, vim.diagnostic.get(0))
end

--- The same findings for half a second: the workspace has been read.
local function settled()
  local last, since = '', 0
  until_true('findings that stay', function()
    local now = vim.fn.json_encode(findings())
    if now ~= last then last, since = now, vim.loop.now() end
    return vim.loop.now() - since > 1500
  end)
  return findings()
end

local function float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then return window end
  end
end

local function hover()
  vim.lsp.buf.hover()
  until_true('the hover', float)
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float()), 0, -1, false)
  vim.api.nvim_win_close(float(), true)
  return table.concat(lines, '\n')
end

local function code_action()
  local titles = {}
  vim.ui.select = function(items, options, choose)
    titles = vim.tbl_map(options.format_item, items)
    for index, title in ipairs(titles) do
      if title:find(env.ACTION, 1, true) then return choose(items[index], index) end
    end
    choose(nil, nil)
  end
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.lsp.buf.code_action()
  until_true('the code action; offered: ' .. env.ACTION, function() return vim.api.nvim_buf_get_changedtick(0) ~= before end)
  return titles
end

local function write(result)
  local file = assert(io.open(env.RESULT, 'w'))
  file:write(vim.fn.json_encode(result))
  file:close()
end

local function drive()
  local result = {}
  vim.cmd('edit ' .. vim.fn.fnameescape(env.FILE))
  until_true('a finding', function() return #vim.diagnostic.get(0) > 0 end)
  result.before = settled()
  vim.fn.cursor(1, 1)
  vim.fn.search('\\V' .. env.TEXT)
  result.hover = hover()
  result.actions = code_action()
  result.after = settled()
  result.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  return result
end

local good, result = pcall(drive)
write(good and result or { error = tostring(result) })
vim.cmd('qa!')
