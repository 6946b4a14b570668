// What scripts do to style sheets through CSSOM: rules that come and go, properties of rules, constructed sheets.
import { patch } from '../../page/patch.ts'
import { type Undo, undoAll } from '../../undo.ts'
import { rememberAdopter } from './adopters.ts'
import type { Mirror } from './node-ids.ts'
import { runTied } from './ties.ts'

type Window = typeof globalThis
type Sheets = {
  mirror: Mirror
  stylesheetManager: {
    styleMirror: { getId: (sheet: CSSStyleSheet) => number }
    adoptStyleSheets: (sheets: CSSStyleSheet[], hostId: number) => void
  }
}
type Tell = (step: object) => void

/** Undefined for a sheet of nothing that is recorded. */
const targetOf = (sheet: CSSStyleSheet | null | undefined, { mirror, stylesheetManager }: Sheets) => {
  if (!sheet) return undefined
  const id = sheet.ownerNode ? mirror.getId(sheet.ownerNode) : undefined
  const styleId = sheet.ownerNode ? undefined : stylesheetManager.styleMirror.getId(sheet)
  return (id ?? styleId ?? 0) > 0 ? { id, styleId } : undefined
}

/** From the sheet's own rules down to this one. */
const pathOf = (rule: CSSRule | null): number[] => {
  const owner = (rule?.parentRule as CSSGroupingRule | null | undefined) ?? rule?.parentStyleSheet
  if (!rule || !owner) return []
  return [...pathOf(rule.parentRule), [...owner.cssRules].indexOf(rule)]
}

// biome-ignore lint/suspicious/noExplicitAny: functions of the browser, patched alike whatever they take
type Method = (...args: any[]) => unknown

/** Told after it was done: what throws has done nothing. */
const patchThen = (prototype: object, name: string, then: (self: never, args: never[]) => void): Undo =>
  patch(prototype as Record<string, Method>, name, (original) => {
    return function (this: unknown, ...args: unknown[]) {
      const result = original.apply(this, args)
      runTied(() => then(this as never, args as never[]))
      return result
    }
  })

export const initStyleSheetObserver = (
  sheets: Sheets & { styleSheetRuleCb: Tell },
  { win }: { win: Window },
): Undo => {
  const tell = (sheet: CSSStyleSheet | null, step: object) => {
    const target = targetOf(sheet, sheets)
    if (target) sheets.styleSheetRuleCb({ ...target, ...step })
  }
  const { prototype } = win.CSSStyleSheet
  const undos = [
    patchThen(prototype, 'insertRule', (self: CSSStyleSheet, [rule, index]) =>
      tell(self, { adds: [{ rule, index }] }),
    ),
    patchThen(prototype, 'deleteRule', (self: CSSStyleSheet, [index]) =>
      tell(self, { removes: [{ index }] }),
    ),
    patchThen(prototype, 'addRule', (self: CSSStyleSheet, [selector, style, index]) =>
      tell(self, { adds: [{ rule: `${selector} { ${style} }`, index: index ?? self.cssRules.length - 1 }] }),
    ),
    patchThen(prototype, 'removeRule', (self: CSSStyleSheet, [index]) =>
      tell(self, { removes: [{ index: index ?? 0 }] }),
    ),
    patchThen(prototype, 'replace', (self: CSSStyleSheet, [replace]) => tell(self, { replace })),
    patchThen(prototype, 'replaceSync', (self: CSSStyleSheet, [replaceSync]) => tell(self, { replaceSync })),
  ]
  const grouping = win.CSSGroupingRule?.prototype
  if (grouping) {
    undos.push(
      patchThen(grouping, 'insertRule', (self: CSSGroupingRule, [rule, index]) =>
        tell(self.parentStyleSheet, { adds: [{ rule, index: [...pathOf(self), index ?? 0] }] }),
      ),
      patchThen(grouping, 'deleteRule', (self: CSSGroupingRule, [index]) =>
        tell(self.parentStyleSheet, { removes: [{ index: [...pathOf(self), index] }] }),
      ),
    )
  }
  return undoAll(undos)
}

export const initStyleDeclarationObserver = (
  sheets: Sheets & { styleDeclarationCb: Tell },
  { win }: { win: Window },
): Undo => {
  const tell = ({ parentRule }: CSSStyleDeclaration, step: object) => {
    // The style of an element is an attribute.
    const target = parentRule && targetOf(parentRule.parentStyleSheet, sheets)
    if (target) sheets.styleDeclarationCb({ ...target, ...step, index: pathOf(parentRule) })
  }
  const { prototype } = win.CSSStyleDeclaration
  return undoAll([
    patchThen(prototype, 'setProperty', (self: CSSStyleDeclaration, [property, value, priority]) =>
      tell(self, { set: { property, value, priority } }),
    ),
    patchThen(prototype, 'removeProperty', (self: CSSStyleDeclaration, [property]) =>
      tell(self, { remove: { property } }),
    ),
  ])
}

export const initAdoptedStyleSheetObserver = (
  { mirror, stylesheetManager }: Sheets,
  host: Document | ShadowRoot,
): Undo => {
  const isDocument = host.nodeType === 9
  const hostId = mirror.getId(isDocument ? host : (host as ShadowRoot).host)
  const view = (isDocument ? (host as Document) : host.ownerDocument)?.defaultView as
    | Window
    | null
    | undefined
  const prototype = (isDocument ? view?.Document : view?.ShadowRoot)?.prototype
  const own = prototype && Object.getOwnPropertyDescriptor(prototype, 'adoptedStyleSheets')
  if (!own || hostId === -1) return () => undefined
  Object.defineProperty(host, 'adoptedStyleSheets', {
    ...own,
    set(sheets: CSSStyleSheet[]) {
      own.set?.call(this, sheets)
      runTied(() => stylesheetManager.adoptStyleSheets(sheets, hostId))
    },
  })
  const forget = isDocument
    ? undefined
    : rememberAdopter(host as ShadowRoot, () =>
        stylesheetManager.adoptStyleSheets([...host.adoptedStyleSheets], hostId),
      )
  return () => {
    forget?.()
    delete (host as Partial<Document>).adoptedStyleSheets
  }
}
