// Fields and forms: what was changed, with its masked value, and how far each form came.

import type { Instrument } from '../instruments/instrument.ts'
import { TEXT_MAX_CHARS } from '../limits.ts'
import { AHEAD } from '../page/ahead.ts'
import { valueMask } from '../privacy/mask-value.ts'
import { undoAll } from '../undo.ts'

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
type Progress = { at: number; fields: string[] }

const FIELD = 'input, select, textarea'
/** Their change is what somebody does, not what somebody writes. */
const BUTTON = /^(button|submit|reset|image|hidden|file)$/

export const watchFields: Instrument = (site) => {
  const { capture, now, onPage, onLeave, listen, selectorOf: find } = site
  const privacy = { ...site.privacy, ...valueMask(site) }
  const open = new Map<Element, Progress>()

  /** By the site's own names: a form or field that has none is known by its place. */
  const nameOf = (element: Element) => {
    const name = element.getAttribute('name') || element.id || `${selectorOf(element).selector}`
    return privacy.plain(name).slice(0, TEXT_MAX_CHARS)
  }

  const selectorOf = (element: Element) => ({ selector: find(element) })

  const tell = (name: string, form: Element, progress?: Progress) =>
    capture({
      name,
      props: {
        form: nameOf(form),
        ...(progress && { fields: progress.fields, durationMs: now() - progress.at }),
      },
      target: selectorOf(form),
    })

  const begin = (form: Element) => {
    if (open.has(form)) return
    open.set(form, { at: now(), fields: [] })
    tell('form_started', form)
  }

  const fieldOf = (event: Event): Field | undefined => {
    const field = event.composedPath()[0]
    const isField = field instanceof Element && field.matches(FIELD) && !privacy.ignored(field)
    return isField && !BUTTON.test((field as Field).type) ? (field as Field) : undefined
  }

  const abandon = () => {
    for (const [form, progress] of open) tell('form_abandoned', form, progress)
    open.clear()
  }

  return undoAll([
    listen(
      document,
      'input',
      (event) => {
        const form = fieldOf(event)?.form
        if (form) begin(form)
      },
      AHEAD,
    ),
    listen(
      document,
      'change',
      (event) => {
        const field = fieldOf(event)
        if (!field) return
        const { form, type } = field
        const name = nameOf(field)
        // It follows an input, which has begun the form, if not on an earlier page.
        const progress = form && open.get(form)
        if (progress && !progress.fields.includes(name)) progress.fields.push(name)
        const value = /^(checkbox|radio)$/.test(type)
          ? (field as HTMLInputElement).checked
          : privacy.value(field, field.value).slice(0, TEXT_MAX_CHARS)
        capture({
          name: 'input',
          props: { field: name, type, value, ...(form && { form: nameOf(form) }) },
          target: selectorOf(field),
        })
      },
      AHEAD,
    ),
    listen(
      document,
      'submit',
      ({ target }) => {
        if (!(target instanceof Element) || privacy.ignored(target)) return
        tell('form_submitted', target, open.get(target))
        open.delete(target)
      },
      AHEAD,
    ),
    onLeave(abandon),
    onPage(abandon),
  ])
}
