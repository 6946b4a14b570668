// How much of a recording the frame takes: each bound is far above what pages need, and far below what hangs a browser.

/** Nodes and levels of one document: the same as the pipeline folds. */
export const MAX_NODES = 300_000
export const MAX_DEPTH = 512

/** Characters of one text, of one style sheet, and of one attribute. A browser lays out a text of a million for seconds. */
export const MAX_TEXT_CHARS = 200_000
export const MAX_CSS_CHARS = 8_000_000
export const MAX_ATTRIBUTE_CHARS = 1_000_000
/** Of a picture in an attribute. */
export const MAX_DATA_URL_CHARS = 8_000_000

/** Attributes of one element, and items of one step. */
export const MAX_ATTRIBUTES = 1_000
export const MAX_ITEMS = 300_000

export const MAX_SHEETS = 2_000
export const MAX_RULES = 50_000
export const MAX_FONTS = 200
/** Of a picture that was drawn. */
export const MAX_CANVAS_SIDE = 8_192
export const MAX_DRAWING_COMMANDS = 1_000
export const MAX_WAITING_DOCUMENTS = 50

/** Pixels of a window: the sides of what is shown. */
export const MAX_VIEWPORT = 20_000

/** Bytes of a segment once it is unpacked: a packed bomb ends here. */
export const MAX_SEGMENT_CHARS = 128_000_000
/** Events of one segment. */
export const MAX_SEGMENT_EVENTS = 2_000_000

/** Characters of segments that are held unpacked, and bytes that are held packed. */
export const HELD_CHARS = 32_000_000
export const HELD_BYTES = 48_000_000

/** Milliseconds of work before the frame lets the browser draw, and answers. */
export const SLICE_MS = 40
/** The same while it plays: the rest is for layout and drawing. */
export const PLAYING_SLICE_MS = 12
