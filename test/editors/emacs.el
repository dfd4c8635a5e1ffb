;;; Emacs as a person uses it, without the person: opens FILE, waits for findings, hovers over TEXT, takes the code action whose title
;;; contains ACTION, and writes what there was to see to RESULT. CLIENT is eglot or lsp-mode.  -*- lexical-binding: t -*-
(require 'cl-lib)
(require 'json)
(require 'flymake)

(defvar driver-client (getenv "CLIENT"))

;; Debian has no package with a mode for TypeScript for this Emacs; the language servers' clients only look at its name.
(unless (fboundp 'typescript-mode)
  (define-derived-mode typescript-mode prog-mode "TypeScript")
  (add-to-list 'auto-mode-alist '("\\.ts\\'" . typescript-mode)))

(defun driver-until (what condition)
  (let ((end (+ (float-time) 30)) value)
    (while (not (setq value (funcall condition)))
      (when (> (float-time) end) (error "waited in vain for %s" what))
      (accept-process-output nil 0.05))
    value))

(defun driver-eglot-findings ()
  (mapcar (lambda (one)
            (save-excursion
              (goto-char (flymake-diagnostic-beg one))
              `((line . ,(line-number-at-pos)) (message . ,(flymake-diagnostic-text one)))))
          (flymake-diagnostics)))

(defun driver-lsp-mode-findings ()
  (mapcar (lambda (one)
            `((line . ,(1+ (gethash "line" (gethash "start" (gethash "range" one)))))
              (code . ,(gethash "code" one))
              (severity . ,(gethash "severity" one))
              (message . ,(gethash "message" one))))
          (lsp--get-buffer-diagnostics)))

(defun driver-findings ()
  (if (equal driver-client "eglot") (driver-eglot-findings) (driver-lsp-mode-findings)))

(defun driver-settled ()
  "The same findings for a while: the workspace has been read."
  (let (last (since 0))
    (driver-until "findings that stay"
                  (lambda ()
                    (let ((now (json-encode (driver-findings))))
                      (unless (equal now last) (setq last now since (float-time))))
                    (> (- (float-time) since) 1.5)))
    (vconcat (driver-findings))))

(defun driver-hover ()
  (let (text)
    (if (equal driver-client "eglot")
        (eglot-hover-eldoc-function (lambda (answer &rest _) (setq text (or answer ""))))
      (lsp-request-async "textDocument/hover" (lsp--text-document-position-params)
                         (lambda (answer) (setq text (lsp--render-on-hover-content (gethash "contents" answer) t)))))
    (substring-no-properties (driver-until "the hover" (lambda () text)))))

(defun driver-choose (titles)
  (or (cl-find-if (lambda (title) (string-match-p (regexp-quote (getenv "ACTION")) title)) titles)
      (error "no such code action among: %s" titles)))

(defun driver-code-action ()
  "Takes the action as the client's own command does; only the question which one is answered here."
  ;; As after a key: after a click Eglot shows a menu.
  (let ((last-nonmenu-event ?a) titles)
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt collection &rest _)
                 (setq titles (all-completions "" collection))
                 (driver-choose titles))))
      (if (equal driver-client "eglot")
          (eglot-code-actions (point) (point) nil t)
        (call-interactively #'lsp-execute-code-action)))
    ;; Eglot tells of edits once Emacs is idle, which in batch it never is.
    (when (equal driver-client "eglot") (eglot--signal-textDocument/didChange))
    (vconcat (or titles []))))

(defun driver-start ()
  (if (equal driver-client "eglot")
      (apply #'eglot (eglot--guess-contact))
    (setq lsp-auto-guess-root t lsp-enable-file-watchers nil lsp-headerline-breadcrumb-enable nil
          lsp-enable-snippet nil lsp-keep-workspace-alive nil lsp-warn-no-matched-clients nil)
    (lsp)))

(defun driver-drive ()
  (let (result)
    (find-file (getenv "FILE"))
    (driver-start)
    (driver-until "a finding" #'driver-findings)
    (push `(before . ,(driver-settled)) result)
    (goto-char (point-min))
    (search-forward (getenv "TEXT"))
    (goto-char (match-beginning 0))
    (push `(hover . ,(driver-hover)) result)
    (push `(actions . ,(driver-code-action)) result)
    (push `(after . ,(driver-settled)) result)
    (push `(text . ,(buffer-substring-no-properties (point-min) (point-max))) result)
    result))

(let ((result (condition-case problem (driver-drive) (error `((error . ,(format "%S" problem)))))))
  (with-temp-file (getenv "RESULT") (insert (json-encode result)))
  ;; Not in order: nothing of this is to be kept.
  (kill-emacs 0))
