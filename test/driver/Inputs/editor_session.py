"""editor_session.py FASTIDIOUS SETTINGS: opens a.cpp in each editor, with no
window, and looks at what it was told."""
import os
import pathlib
import subprocess
import sys

program, settings = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
here = pathlib.Path.cwd()
os.environ.update(PATH=f"{program.parent}:{os.environ['PATH']}", HOME=str(here),
                  XDG_CONFIG_HOME=str(here / "config"), TERM="dumb")  # fmt: skip


def run(*command):
    try:
        subprocess.run(command, timeout=300, stdin=subprocess.DEVNULL,
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    except subprocess.TimeoutExpired:
        sys.exit(f"{command[0]} did not end")


def expect(name):
    said = (here / name).read_text()
    assert said.startswith("5:") and "call 'V.reserve(N)' before it" in said, (name, said)


def vim():
    (here / "vimrc").write_text(f"""
set nocompatible
set runtimepath^=/usr/share/vim-ale
filetype plugin on
source {settings}/ale.vim
function! Wait(Done) abort
  for l:i in range(600)
    sleep 100m
    if a:Done() | break | endif
  endfor
endfunction
function! Look() abort
  call Wait({{-> !empty(ale#engine#GetLoclist(bufnr('')))}})
  call writefile(map(copy(ale#engine#GetLoclist(bufnr(''))), 'v:val.lnum . ":" . v:val.text'), 'vim.txt')
  qall!
endfunction
autocmd VimEnter * call Look()
""")
    run("vim", "--not-a-term", "-N", "-u", "vimrc", "a.cpp")
    expect("vim.txt")


def neovim():
    (here / "init.lua").write_text(f"""
dofile('{settings}/neovim.lua')
vim.api.nvim_create_autocmd('VimEnter', {{ callback = function()
  vim.wait(120000, function() return #vim.diagnostic.get(0) > 0 end, 100)
  local lines = {{}}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    lines[#lines + 1] = (d.lnum + 1) .. ':' .. d.message
  end
  vim.fn.writefile(lines, 'neovim.txt')
  vim.cmd('qall!')
end }})
""")
    run("nvim", "--headless", "-n", "-u", "init.lua", "a.cpp")
    expect("neovim.txt")


def emacs():
    (here / "look.el").write_text(f"""
(require 'flycheck)
(load "{settings}/flycheck.el")
(find-file "a.cpp")
(c++-mode)
(flycheck-select-checker 'c++-fastidious)
(flycheck-mode 1)
(flycheck-buffer)
(let ((left 600))
  (while (and (> left 0) (not flycheck-current-errors))
    (accept-process-output nil 0.1)
    (sit-for 0.1)
    (setq left (1- left))))
(with-temp-file "emacs.txt"
  (dolist (e (with-current-buffer "a.cpp" flycheck-current-errors))
    (when (eq (flycheck-error-level e) 'warning)
      (insert (format "%d:%s\\n" (flycheck-error-line e) (flycheck-error-message e))))))
""")
    run("emacs", "--batch", "--eval", "(package-initialize)", "-l", "look.el")
    expect("emacs.txt")


vim()
neovim()
emacs()
