// Fields and forms: what was changed, with its masked value, and how far each form came.
import { TEXT_MAX_CHARS } from '../limits.ts'
import { AHEAD } from '../page/ahead.ts'
import { listen } from '../page/listen.ts'
import { selectorOf } from '../page/selector.ts'
import { undoAll } from '../undo.ts'
import type { Instrument } from './instrument.ts'

type FormField = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
type Progress = { at: number; fields: string[] }

const FIELD = 'input,select,textarea'
/** Their change is what somebody does, not what somebody writes. */
const BUTTON = /^(button|submit|reset|image|hidden|file)$/

export const watchFields: Instrument = ({ capture, now, onPage, onLeave, privacy }) => {
  const open = new Map<Element, Progress>()

  /** By the site's own names: a form or field that has none is known by its place. */
  const nameOf = (element: Element) =>
    privacy.plain(element.getAttribute('name') || element.id || selectorOf(element)).slice(0, TEXT_MAX_CHARS)

  const tell = (name: string, form: Element) => {
    const { at, fields } = open.get(form) ?? {}
    capture({
      name,
      props: { form: nameOf(form), ...(at && { fields, durationMs: now() - at }) },
      target: { selector: selectorOf(form) },
    })
  }

  const change = (event: Event) => {
    const field = event.composedPath()[0] as FormField
    if (!(field instanceof Element) || !field.matches(FIELD) || privacy.ignored(field)) return
    const { form, type } = field
    if (BUTTON.test(type)) return
    const name = nameOf(field)
    if (event.type === 'input') {
      // A password that is shown was one.
      privacy.isSecretField(field)
      if (!form || open.has(form)) return
      tell('form_started', form)
      open.set(form, { at: now(), fields: [] })
      return
    }
    // It follows an input, which has begun the form, if not on an earlier page.
    const { fields = [] } = (form && open.get(form)) ?? {}
    if (!fields.includes(name)) fields.push(name)
    capture({
      name: 'input',
      props: {
        field: name,
        type,
        value: /^(checkbox|radio)$/.test(type)
          ? (field as HTMLInputElement).checked
          : privacy.value(field, field.value).slice(0, TEXT_MAX_CHARS),
        ...(form && { form: nameOf(form) }),
      },
      target: { selector: selectorOf(field) },
    })
  }

  const abandon = () => {
    for (const form of open.keys()) tell('form_abandoned', form)
    open.clear()
  }

  return undoAll([
    ...['input', 'change'].map((type) => listen(document, type, change, AHEAD)),
    listen(
      document,
      'submit',
      ({ target }) => {
        if (!(target instanceof Element) || privacy.ignored(target)) return
        tell('form_submitted', target)
        open.delete(target)
      },
      AHEAD,
    ),
    onLeave(abandon),
    onPage(abandon),
  ])
}
