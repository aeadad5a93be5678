" ALE: findings while you type, fixes with :ALECodeAction.
call ale#linter#Define('cpp', {
\  'name': 'fastidious',
\  'lsp': 'stdio',
\  'executable': 'fastidious',
\  'command': '%e lsp',
\  'project_root': {buffer -> getcwd()},
\})
let g:ale_linters = {'cpp': ['fastidious']}
