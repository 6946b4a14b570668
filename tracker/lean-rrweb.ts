// Takes out of @rrweb/record, while it is bundled, what Playhead never uses, and ties the rest to our own parts.
// Every change names the text it stands for: if another version has another text, the build fails and says where.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'

/** From the first anchor up to the second, which stays. */
type Cut = { from: string; to: string; put: string; why: string }

const CUTS: Cut[] = [
  {
    why: 'canvases are recorded by recording/canvas.ts: no patched drawing functions, no worker from a blob',
    from: 'class CanvasManager {',
    to: 'class StylesheetManager {',
    put: `class CanvasManager { freeze() {} unfreeze() {} lock() {} unlock() {} reset() {} }\n`,
  },
  {
    why: 'a blob that is made when the script loads; it was for the worker',
    from: 'const jsContent = ',
    to: 'class CanvasManager {',
    put: '',
  },
  {
    why: 'a table for the bytes of canvases',
    from: 'var chars = "ABCDEFGHIJ',
    to: 'const canvasVarMap = ',
    put: 'var encode;\n',
  },
  {
    why: 'the same in fewer words',
    from: '    [\n      "mutationCb",',
    to: '  }\n  freeze() {',
    put: '    Object.assign(this, options);\n',
  },
  {
    why: 'frames of other origins are not recorded',
    from: 'class CrossOriginIframeMirror {',
    to: 'class IframeManager {',
    put: '',
  },
  {
    why: 'frames of other origins are not recorded',
    from: '    this.crossOriginIframeStyleMirror = new CrossOriginIframeMirror(',
    to: '    this.mirror = options.mirror;\n    if (this.recordCrossOriginIframes) {',
    put: '',
  },
  {
    why: 'frames of other origins are not recorded',
    from: '    __publicField(this, "crossOriginIframeMirror", new CrossOriginIframeMirror(genId));',
    to: '    __publicField(this, "crossOriginIframeStyleMirror");',
    put: '',
  },
  {
    why: 'frames of other origins are not recorded',
    from: '    if (this.recordCrossOriginIframes) {\n      window.addEventListener("message"',
    to: '  addIframe(iframeEl) {',
    put: '  }\n',
  },
  {
    why: 'frames of other origins are not recorded',
    from: '    if (this.recordCrossOriginIframes)\n      (_a2 = iframeEl.contentWindow)',
    to: '    (_b = this.loadListener)',
    put: '',
  },
  {
    why: 'frames of other origins are not recorded',
    from: '  handleMessage(message) {',
    to: 'class ShadowDomManager {',
    put: '}\n',
  },
  {
    why: 'a node of a virtual document never comes to a recorder',
    from: 'class BaseRRNode {',
    to: 'function on(type, fn, target = document) {',
    put: '',
  },
  {
    why: 'a node of a virtual document never comes to a recorder',
    from: '  if (n instanceof BaseRRNode && "shadowRoot" in n) {',
    to: '  return Boolean(index.shadowRoot(n));',
    put: '',
  },
  {
    why: 'says that an interface has gone which nobody here uses',
    from: 'const DEPARTED_MIRROR_ACCESS_WARNING',
    to: 'function throttle(func, wait',
    put: '',
  },
  {
    why: 'done by recording/rrweb/watch-sheets.ts in fewer words, and undone without a trace',
    from: 'function getNestedCSSRulePositions(rule) {',
    to: 'function initMediaInteractionObserver({',
    put: '',
  },
  {
    why: 'done by recording/rrweb/watch-sheets.ts in fewer words, and undone without a trace',
    from: 'function hasNestedCSSRule(prop) {',
    to: 'class IframeManager {',
    put: '',
  },
  {
    why: 'the class is none of a page, and one question to the browser is faster than four',
    from: 'function isBlocked(node, blockClass, blockSelector, checkAncestors) {',
    to: 'function isSerialized(n, mirror2) {',
    put: `const isBlocked = (node, blockClass, blockSelector, checkAncestors) => {
  const el = closestElementOfNode(node);
  return Boolean(el && (checkAncestors ? el.closest(blockSelector) : el.matches(blockSelector)));
};
`,
  },
  {
    why: 'the class is none of a page, and one question to the browser is faster than four',
    from: 'function _isBlockedElement(element, blockClass, blockSelector) {',
    to: 'function classMatchesRegex(node',
    put: 'const _isBlockedElement = (element, blockClass, blockSelector) => element.matches(blockSelector);\n',
  },
  {
    why: 'a style is told whole: to parse it twice costs more than the bytes are worth, once they are packed',
    from: '            if (attributeName === "style") {',
    to: 'if (attributeName === "open" && target.tagName',
    put: '            ',
  },
  {
    why: 'a style is told whole: to parse it twice costs more than the bytes are worth, once they are packed',
    from: '          if (typeof attributes.style === "string") {',
    to: '          return {\n            id: this.mirror.getId(attribute.node),',
    put: '',
  },
  {
    why: 'of several that scroll at once it tells one',
    from: 'function initScrollObserver({',
    to: 'function initViewportResizeObserver(',
    put: '',
  },
  {
    why: 'a document may let go of all its sheets',
    from: '    if (sheets.length === 0) return;\n',
    to: '    const adoptedStyleSheetData = {',
    put: '',
  },
  {
    why: 'fonts that scripts make are not recorded: their bytes would be',
    from: 'function initFontObserver({ fontCb, doc }) {',
    to: 'function initSelectionObserver(param) {',
    put: 'const initFontObserver = () => () => {};\n',
  },
  {
    why: 'a replay defines no elements, and selections are told by recording/rrweb/watch-selection.ts',
    from: 'function initSelectionObserver(param) {',
    to: 'function mergeHooks(o, hooks) {',
    put: 'const initCustomElementObserver = () => () => {};\n',
  },
  {
    why: 'there are no hooks',
    from: 'function mergeHooks(o, hooks) {',
    to: 'function initObservers(o, hooks = {}) {',
    put: 'const mergeHooks = () => {};\n',
  },
  {
    why: 'drawings are taken by recording/canvas.ts, pictures not at all',
    from: '  if (tagName === "canvas" && recordCanvas) {',
    to: '  if (["audio", "video"].includes(tagName)) {',
    put: '',
  },
  {
    why: 'drawings are taken by recording/canvas.ts, pictures not at all',
    from: 'function is2DCanvasBlank(canvas) {',
    to: 'function getInputType(element) {',
    put: '',
  },
  {
    why: 'a page may have replaced Array.from; a frame in the page for that is worse than going without',
    from: 'try {\n  if (Array.from([1]',
    to: 'const mirror = createMirror();',
    put: '',
  },
  {
    why: 'all text is masked where events leave the recorder: recording/mask-event.ts',
    from: 'function needMaskingText(node,',
    to: 'function onceIframeLoaded(',
    put: 'const needMaskingText = () => false;\n',
  },
  {
    why: 'what no replay shows is left out by one rule of ours',
    from: 'function slimDOMDefaults(_slimDOMOptions) {',
    to: 'function serializeNodeWithId(n, options) {',
    put: 'const slimDOMDefaults = () => ({ headWhitespace: true });\n',
  },
  {
    why: 'what no replay shows is left out by one rule of ours',
    from: '  } else if (slimDOMExcluded(_serializedNode, slimDOMOptions)',
    to: ' || !preserveWhiteSpace && _serializedNode',
    put: '  } else if (isUnseen(n, _serializedNode)',
  },
  {
    why: 'the attribute would be written into the page',
    from: '  return element.hasAttribute("data-rr-is-password")',
    to: '    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion',
    put: '  return type ? (\n',
  },
  {
    why: 'the attribute would be written into the page; whoever was a password is remembered',
    from: '            target.setAttribute("data-rr-is-password", "true");',
    to: '          }\n          if (!ignoreAttribute(tagNameLower, attributeName)) {',
    put: '            wasPassword(target);\n',
  },
  {
    why: 'fields are masked where events leave the recorder: recording/mask-event.ts',
    from: 'function maskInputValue({',
    to: 'function toLowerCase(str) {',
    put: 'const maskInputValue = ({ value }) => value || "";\n',
  },
  {
    why: 'a sheet is told whole whenever one of its texts changes, so that nothing need know which text said what',
    from: '      if (n.childNodes.length > 1) {\n        cssText = markCssSplits',
    to: '      attributes._cssText = cssText;\n    }\n  }\n  if (["input"',
    put: '',
  },
  {
    why: 'texts are read by recording/rrweb/read-values.ts, but for those of a field',
    from: '          const value = index.textContent(m.target);\n          if (!isBlocked',
    to: '          break;\n        }\n        case "attributes": {',
    put: '          this.genTextAreaValueMutation(index.parentNode(m.target));\n',
  },
  {
    why: 'texts are read by recording/rrweb/read-values.ts, but for those of a field',
    from: '        texts: this.texts.map((text) => {',
    to: '        attributes: this.attributes.map(',
    put: '        texts: [],\n',
  },
  {
    why: 'nodes without anything special are told by recording/rrweb/tell-lists.ts, which need not look for their order',
    from: '      mutations.forEach(this.processMutation);',
    to: '\n      this.emit();',
    put: `
      const options = {
        doc: this.doc, mirror: this.mirror, blockSelector: this.blockSelector, skipChild: true, newlyAddedElement: true,
        inlineStylesheet: this.inlineStylesheet, slimDOMOptions: this.slimDOMOptions, keepIframeSrcFn: this.keepIframeSrcFn,
      };
      if (!this.frozen && !this.locked && tellLists(mutations, {
        mirror: this.mirror, doc: this.doc, blockSelector: this.blockSelector, rootId: getRootId(this.doc, this.mirror),
        newId: genId, serialize: (n) => serializeNodeWithId(n, options), transform: transformAttribute, tell: this.mutationCb,
      })) return;
      mutations.forEach(this.processMutation);`,
  },
  {
    why: 'the same in fewer words, by the browser itself',
    from: 'function extractFileExtension(',
    to: 'let _id = 1;',
    put: `const absolutifyURLs = (css, href) => (css || "").replace(/url\\(\\s*(["']?)([^"')]+)\\1\\s*\\)/g, (all, quote, path) => "url(" + quote + absolute(href, path) + quote + ")");\n`,
  },
  {
    why: 'the same in fewer words, by the browser itself',
    from: 'const SRCSET_NOT_SPACES = ',
    to: 'function absoluteToDoc(doc',
    put: `const getAbsoluteSrcsetString = (doc, value) => value.replace(/(^|,)(\\s*)([^\\s,]\\S*[^\\s,])/g, (all, before, space, url) => before + space + absolute(doc.baseURI, url));\n`,
  },
  {
    why: 'what is preloaded is no style yet',
    from: ' || serializedNode.attributes.rel === "preload" && typeof',
    to: ') {\n    onceStylesheetLoaded(',
    put: ')',
  },
  {
    why: 'every browser that runs the tracker has it',
    from: 'function polyfill(win = window) {',
    to: 'function isSerializedIframe(',
    put: 'const polyfill = () => {};\n',
  },
  {
    why: 'a list of children is slower to walk than they are',
    from: '    if (n.childNodes) {\n      n.childNodes.forEach(\n        (childNode) => this.removeNodeFromMap',
    to: '  has(id) {',
    put: '    for (let child = index.firstChild(n); child; child = index.nextSibling(child)) this.removeNodeFromMap(child);\n  }\n',
  },
  {
    why: 'fields are masked where events leave the recorder: recording/mask-event.ts',
    from: '    keepIframeSrcFn = () => false\n  } = options;\n  const maskInputOptions = ',
    to: '  const slimDOMOptions = ',
    put: '    keepIframeSrcFn = () => false\n  } = options;\n  const maskInputOptions = {};\n',
  },
  {
    why: 'fields are masked where events leave the recorder: recording/mask-event.ts',
    from: '  const maskInputOptions = maskAllInputs === true ',
    to: '  const slimDOMOptions = ',
    put: '  const maskInputOptions = {};\n',
  },
  {
    why: 'options are handed on as they are',
    from: '  const _serializedNode = serializeNode(n, {',
    to: ');\n  if (!_serializedNode)',
    put: '  const _serializedNode = serializeNode(n, options',
  },
  {
    why: 'options are handed on as they are',
    from: '    const bypassOptions = {',
    to: '    if (serializedNode.type === NodeType',
    put: '    const bypassOptions = { ...options, newlyAddedElement: false, cssCaptured: false, preserveWhiteSpace };\n',
  },
  {
    why: 'options are handed on as they are',
    from: 'serializeNodeWithId(iframeDoc, {',
    to: ');\n          if (serializedIframeNode)',
    put: 'serializeNodeWithId(iframeDoc, { ...options, doc: iframeDoc, skipChild: false, newlyAddedElement: false }',
  },
  {
    why: 'options are handed on as they are',
    from: '          const serializedLinkNode = serializeNodeWithId(n, {',
    to: ');\n          if (serializedLinkNode)',
    put: '          const serializedLinkNode = serializeNodeWithId(n, { ...options, skipChild: false, newlyAddedElement: false }',
  },
  {
    why: 'an address is made absolute once, not each time it is seen, and most styles have none',
    from: 'function getHref(doc, customHref) {',
    to: 'function transformAttribute(doc',
    put: 'const getHref = (doc, customHref) => absolute(doc.baseURI, customHref || "");\n',
  },
  {
    why: 'an address is made absolute once, not each time it is seen, and most styles have none',
    from: '    return absolutifyURLs(value, getHref(doc));\n  } else if (tagName === "object"',
    to: ' && name === "data")',
    put: '    return value.includes("url(") ? absolutifyURLs(value, getHref(doc)) : value;\n  } else if (tagName === "object"',
  },
  {
    why: 'only names with a hyphen are of elements that a page defines',
    from: '    if (customElements.get(tagName)) isCustomElement',
    to: ' = true;\n  } catch (e) {',
    put: '    if (tagName.includes("-") && customElements.get(tagName)) isCustomElement',
  },
  {
    why: 'nodes are read by ours, and mutations come from our observer, which gathers and reduces them',
    from: 'const testableAccessors = {',
    to: 'let nowTimestamp = Date.now;',
    put: `const { childNodes, parentNode, parentElement, textContent, ownerDocument, firstChild, lastChild, nextSibling, previousSibling, contains, getRootNode, host, shadowRoot } = readers;
const styleSheets = (n) => n.styleSheets, querySelector = 0, querySelectorAll = 0;
const mutationObserverCtor = () => [GatheringObserver, () => {}];
`,
  },
  {
    why: 'what was gathered goes before what is listened to, and listeners are timed',
    from: '  const options = { capture: true, passive: true };\n  target.addEventListener',
    to: '\nfunction throttle(func, wait',
    put: '  return listenAfterMutations(type, fn, target);\n}',
  },
  {
    why: 'a value that is set is looked at once, not once each time it is set',
    from: '        setTimeout(() => {\n          d.set.call(this, value);\n        }, 0);',
    to: '        if (original && original.set) {\n          original.set.call(this, value);',
    put: '        lookLater(this, d.set);\n',
  },
  {
    why: 'what was gathered goes before everything else',
    from: '    if (((_a2 = mutationBuffers[0]) == null',
    to: '    if (inEmittingFrame) {\n      emit == null',
    put: '',
  },
  {
    why: 'what was gathered goes before everything else',
    from: '    const e = r;\n    e.timestamp',
    to: '    if (inEmittingFrame) {\n      emit == null',
    put: '    const e = r;\n    beforeEvent(e);\n    e.timestamp = nowTimestamp();\n',
  },
  {
    why: 'a sibling that is not recorded yet is passed over: it comes later, and finds its place then',
    from: '        while (nextId === IGNORED_NODE) {',
    to: '        const sn = serializeNodeWithId(n, {\n          doc: this.doc,',
    put: `        while (nextId !== null && nextId < 0) {
          nextSibling2 = nextSibling2 && index.nextSibling(nextSibling2);
          nextId = nextSibling2 && this.mirror.getId(nextSibling2);
        }
`,
  },
  {
    why: 'of a large document a part is recorded at once, and the rest in idle slices',
    from: '      for (const childN of Array.from(index.childNodes(n))) {\n        const serializedChildNode = serializeNodeWithId(childN, bypassOptions);',
    to: '        if (serializedChildNode) {\n          serializedNode.childNodes.push(serializedChildNode);\n        }\n      }\n    }\n    let shadowRootEl = null;',
    put: `      for (const childN of Array.from(index.childNodes(n))) {
        if (isLater(n, childN)) break;
        const serializedChildNode = serializeNodeWithId(childN, bypassOptions);
`,
  },
  {
    why: 'listeners that rrweb leaves on iframes and links are taken away with the others',
    from: '    iframeEl.addEventListener("load", () => {',
    to: '      clearTimeout(timer);\n      fired = true;\n      listener();\n    });\n    return;',
    put: '    untilStop(iframeEl, () => {\n',
  },
  {
    why: 'listeners that rrweb leaves on iframes and links are taken away with the others',
    from: '    return iframeEl.addEventListener("load", listener);\n  }\n  iframeEl.addEventListener("load", listener);\n',
    to: '}\nfunction onceStylesheetLoaded(link',
    put: '    return untilStop(iframeEl, listener);\n  }\n  untilStop(iframeEl, listener);\n',
  },
  {
    why: 'listeners that rrweb leaves on iframes and links are taken away with the others',
    from: '  link.addEventListener("load", () => {',
    to: '    clearTimeout(timer);\n    fired = true;\n    listener();\n  });\n}\nfunction serializeNode(',
    put: '  untilStop(link, () => {\n',
  },
  {
    why: 'buffers of what was recorded before a stop would stay for ever',
    from: '      processedNodeManager.destroy();\n      recording = false;',
    to: '      unregisterErrorHandler();',
    put: '      recording = false;\n      mutationBuffers.length = 0;\n      mirror.reset();\n',
  },
  {
    why: 'frames of other origins are not recorded',
    from: '  const inEmittingFrame = recordCrossOriginIframes ?',
    to: '  if (mousemoveWait !== void 0',
    put: '',
  },
  {
    why: 'there are no plugins, and the pipeline makes snapshots in between',
    from: '  const eventProcessor = (e) => {',
    to: '  wrappedEmit = (r, isCheckout) => {',
    put: '',
  },
  {
    why: 'there are no plugins, and the pipeline makes snapshots in between',
    from: '    if (inEmittingFrame) {\n      emit == null',
    to: '  const wrappedMutationEmit = (m) => {',
    put: '    emit(e);\n  };\n',
  },
  {
    why: 'there are no plugins',
    from: '  for (const plugin of plugins || []) {\n    if (plugin.getMirror)',
    to: '  const processedNodeManager = new',
    put: '',
  },
  {
    why: 'there are no plugins',
    from: '          plugins: ((_a2 = plugins',
    to: '        },\n        hooks\n      );',
    put: '          plugins: []\n',
  },
  {
    why: 'a page that is still loading is recorded while it grows',
    from: '    if (["interactive", "complete"].includes',
    to: '    return () => {\n      handlers.forEach',
    put: '    init();\n',
  },
  {
    why: 'nobody asks for it',
    from: 'record.addCustomEvent = ',
    to: 'record.takeFullSnapshot = ',
    put: '',
  },
]

/** Timers too are ours, so that none is left after a stop. */
const TIES =
  'GatheringObserver, absolute, beforeEvent, clearTimeout, isLater, isUnseen, listenAfterMutations, lookLater, readers, requestAnimationFrame, setTimeout, untilStop, wasPassword'

const SHEETS = 'initAdoptedStyleSheetObserver, initStyleDeclarationObserver, initStyleSheetObserver'

/** `folder` has the files that take the place of what was taken out. */
export const leanRrweb = (folder: string): Plugin => ({
  name: 'lean-rrweb',
  setup: (build) => {
    // Beside those that the core and all parts have between themselves.
    const { initialOptions } = build
    const shared = initialOptions.mangleProps ? `|${initialOptions.mangleProps.source}` : ''
    initialOptions.mangleProps = new RegExp(OWN_NAMES.source + shared)
    build.onLoad({ filter: /@rrweb[/\\]record[/\\]dist[/\\]record\.js$/ }, async ({ path }) => ({
      contents: [
        `import { ${TIES} } from ${JSON.stringify(join(folder, 'ties.ts'))}`,
        `import { ${SHEETS} } from ${JSON.stringify(join(folder, 'watch-sheets.ts'))}`,
        `import { initSelectionObserver } from ${JSON.stringify(join(folder, 'watch-selection.ts'))}`,
        `import { tellLists } from ${JSON.stringify(join(folder, 'tell-lists.ts'))}`,
        `import { initScrollObserver } from ${JSON.stringify(join(folder, 'watch-scroll.ts'))}`,
        trim(await readFile(path, 'utf8')),
      ].join('\n'),
      loader: 'js',
      resolveDir: join(path, '..'),
    }))
  },
})

export const trim = (source: string): string => withPlainFields(withoutNames(CUTS.reduce(cut, source)))

/** Fields are assigned, so that their names can be shortened with all others. */
const withPlainFields = (source: string): string => {
  const plain = source
    .replace(/^ +__publicField\(this, "\w+"\);\n/gm, '')
    .replace(/__publicField\(this, "(\w+)", (\([^\n]*\) => \{\n[\s\S]*?\n {4}\})\);/g, 'this.$1 = $2;')
    .replace(/__publicField\(this, "(\w+)", (.*)\);$/gm, 'this.$1 = $2;')
  if (/__publicField\(this/.test(plain))
    throw new Error('@rrweb/record has changed: a field is set in another way.')
  return plain
}

/** Properties that nobody sees but rrweb's own code and ours around it: none is of the browser or of an event. */
export const OWN_NAMES = new RegExp(
  `^(?:${[
    'removesSubTreeCache|processedNodeManager|stylesheetManager|shadowDomManager|iframeManager|canvasManager',
    'attributeMap|mapRemoves|movedMap|addedSet|movedSet|droppedSet|unattachedDoc|blockSelector|blockClass',
    'maskTextClass|maskTextSelector|maskTextFn|maskInputOptions|maskInputFn|keepIframeSrcFn|inlineStylesheet',
    'recordCanvas|inlineImages|slimDOMOptions|dataURLOptions|ignoreClass|ignoreSelector|recordDOM|collectFonts',
    'userTriggeredOnInput|ignoreCSSAttributes|preserveWhiteSpace|newlyAddedElement|cssCaptured|needsMask',
    'onSerialize|onIframeLoad|iframeLoadTimeout|onStylesheetLoad|stylesheetLoadTimeout|skipChild|styleMirror',
    'trackedLinkElements|nodeMetaMap|idNodeMap|shadowDoms|restoreHandlers|bypassOptions|loadListener|styleDiff',
    '_unchangedStyles|genTextAreaValueMutation|processMutations|processMutation|genAdds|removeNodeFromMap',
    'trackLinkElement|attachLinkElement|trackStylesheetInLinkElement|adoptStyleSheets|addShadowRoot',
    'observeAttachShadow|patchAttachShadow|attachIframe|addIframe|addLoadListener|isFrozen|inOtherBuffer|getMeta',
    'hasNode|styleIDMap|idStyleMap|recordCrossOriginIframes|mirror|mutationCb|scrollCb|inputCb|selectionCb',
    'mousemoveCb|mouseInteractionCb|viewportResizeCb|mediaInteractionCb|styleSheetRuleCb|styleDeclarationCb',
    'canvasMutationCb|fontCb|customElementCb|adoptedStyleSheetCb',
  ].join('|')})$`,
)

const NAMED = /^var (EventType|IncrementalSource|NodeType|MediaInteractions|PointerTypes) = /gm

/** Numbers in place of the names of kinds. */
const withoutNames = (source: string): string => {
  const values = new Map<string, string>()
  for (const [start, kind] of source.matchAll(NAMED)) {
    const from = source.indexOf(start)
    const body = source.slice(from, source.indexOf('\n})(', from))
    for (const [, name, value] of body.matchAll(/\["(\w+)"\] = (\d+)\]/g))
      values.set(`${kind}.${name}`, `${value}`)
  }
  return source.replace(
    /\b(EventType|IncrementalSource|NodeType|MediaInteractions|PointerTypes)\.(\w+)/g,
    (name) => {
      const value = values.get(name)
      if (value === undefined) throw new Error(`@rrweb/record has changed: there is no value of ${name}.`)
      return value
    },
  )
}

const cut = (source: string, { from, to, put, why }: Cut): string => {
  const start = source.indexOf(from)
  const end = source.indexOf(to, start + from.length)
  if (start < 0 || end < 0 || source.indexOf(from, start + 1) >= 0) {
    throw new Error(`@rrweb/record has changed: tracker/lean-rrweb.ts cannot take out "${from}" (${why}).`)
  }
  return source.slice(0, start) + put + source.slice(end)
}
