-- Neovim's own client: findings while you type, fixes with vim.lsp.buf.code_action().
vim.api.nvim_create_autocmd('FileType', {
  pattern = { 'c', 'cpp' },
  callback = function(event)
    local settings = { name = 'fastidious', cmd = { 'fastidious', 'lsp' }, root_dir = vim.fn.getcwd() }
    if vim.lsp.start then
      vim.lsp.start(settings, { bufnr = event.buf })
    else -- before 0.8
      fastidious_client = fastidious_client or vim.lsp.start_client(settings)
      vim.lsp.buf_attach_client(event.buf, fastidious_client)
    end
  end,
})
