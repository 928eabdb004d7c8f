;;; pygloss.el --- Explain Python constructs from a guide  -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "29.1"))
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Tells Eglot about the server.  Eglot is a part of Emacs since 29.1.

;;; Code:

(require 'eglot)

(defgroup pygloss nil
  "Explain Python constructs from a guide."
  :group 'tools)

(defcustom pygloss-command '("pygloss")
  "The program that is the server, and its arguments."
  :type '(repeat string))

(defun pygloss-contact (&rest _)
  "What Eglot starts."
  pygloss-command)

(add-to-list 'eglot-server-programs
             '((python-mode python-ts-mode) . pygloss-contact))

(defun pygloss-open ()
  "Open the guide at what stands at point."
  (interactive)
  (eglot-code-actions (point) nil nil t))

(provide 'pygloss)
;;; pygloss.el ends here
