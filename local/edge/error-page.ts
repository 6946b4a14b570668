// The page a viewer gets when the edge itself has to say no: what was asked for, and why it failed.
import type { EdgeResponse } from './edge-message.ts'

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

const SHOWN_PATH_MAX_CHARACTERS = 500 // enough to recognize a path, too little to fill a page

export type Failure = { status: number; reason: string; cache?: string }

export const errorPage = (failure: Failure, method: string, path: string): EdgeResponse => {
  const { status, reason, cache = 'Error from cloudfront' } = failure
  const shown = escaped(`${method} ${path}`.slice(0, SHOWN_PATH_MAX_CHARACTERS))
  const body = Buffer.from(
    [
      '<!doctype html>',
      `<html lang="en"><meta charset="utf-8"><title>${status}: the request could not be satisfied</title>`,
      `<h1>${status}</h1><p>The request could not be satisfied.</p>`,
      `<p><code>${shown}</code></p><p>${escaped(reason)}</p></html>\n`,
    ].join('\n'),
  )
  return {
    status,
    headers: {
      'content-type': ['text/html; charset=utf-8'],
      'content-length': [String(body.length)],
    },
    body,
    cache,
  }
}
