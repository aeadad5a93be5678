;; Flycheck: findings when a file is saved.
(flycheck-define-checker c++-fastidious
  "Performance anti-patterns, found by Fastidious."
  :command ("fastidious" "check" "--quiet" source-original)
  :error-patterns
  ((warning line-start (file-name) ":" line ":" column ": warning: " (message) line-end)
   (error line-start (file-name) ":" line ":" column ": error: " (message) line-end)
   (info line-start (file-name) ":" line ":" column ": note: " (message) line-end))
  :predicate flycheck-buffer-saved-p
  :modes (c-mode c++-mode))
(add-to-list 'flycheck-checkers 'c++-fastidious)
