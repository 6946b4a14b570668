// Fields and forms: what was changed, with its masked value, and how far each form came.
import type { Deed } from '../instruments/deeds.ts'
import { TEXT_MAX_CHARS } from '../limits.ts'
import { valueMask } from '../privacy/mask-value.ts'
import type { Undo } from '../undo.ts'
import type { DeedInstrument } from './heed-deeds.ts'

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
type Progress = { at: number; fields: string[] }

const FIELD = 'input, select, textarea'
/** Their change is what somebody does, not what somebody writes. */
const BUTTON = /^(button|submit|reset|image|hidden|file)$/

export const watchFields =
  (undos: Undo[]): DeedInstrument =>
  (site) => {
    const { capture, now, onPage, onLeave, selectorOf: find } = site
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
      if (!open.has(form)) open.set(form, { at: tell('form_started', form).ts, fields: [] })
    }

    const fieldOf = ([, element, type]: Deed): Field | undefined => {
      const isField = element instanceof Element && element.matches(FIELD) && !privacy.ignored(element)
      return isField && !BUTTON.test(`${type}`) ? (element as Field) : undefined
    }

    const change = (field: Field) => {
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
    }

    const submit = (form: Element) => {
      tell('form_submitted', form, open.get(form))
      open.delete(form)
    }

    const abandon = () => {
      for (const [form, progress] of open) tell('form_abandoned', form, progress)
      open.clear()
    }

    undos.push(onLeave(abandon), onPage(abandon))

    return (deed, late) => {
      const [event, element] = deed
      // Of what waited and is gone by now nobody knows whether the site hides it.
      if (!(element instanceof Element) || (late && !element.isConnected)) return
      const field = fieldOf(deed)
      if (event.type === 'input' && field?.form) begin(field.form)
      if (event.type === 'change' && field) change(field)
      if (event.type === 'submit' && !privacy.ignored(element)) submit(element)
    }
  }
