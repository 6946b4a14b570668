// Every number of the recorder, with its unit and its reason.

/** Milliseconds for which mutations are gathered, as between two places of the pointer: what comes and goes
 * within them never was, and of an animation by script ten pictures a second are left. */
export const WINDOW_MS = 100

/** Milliseconds in which the page should find a quiet moment for what was gathered. */
export const IDLE_MS = 50

/** Milliseconds between two places to which something is scrolled: a replay moves smoothly with ten a second. */
export const SCROLL_MS = 100

/** Nodes of a document that are recorded at once; the rest follows in idle slices (some 10 ms of a slow phone). */
export const SNAPSHOT_NODES = 3_000

/** Nodes that follow in one idle slice. */
export const SLICE_NODES = 1_000

/** Characters of one event: a batch may have a million, and the queue wants room beside it. */
export const PIECE_MAX_CHARS = 450_000

/** Characters of one attribute, which no split can divide: the CSS of a large site is below. */
export const VALUE_MAX_CHARS = 400_000

/** Share of the main thread that recording may take, over so many milliseconds that a page may load within them. */
export const BUSY_SHARE = 0.1
export const BUSY_WINDOW_MS = 10_000

/** Mutations in one window at which nobody could follow, a player neither. */
export const STORM_RECORDS = 20_000

/** Mutations a second that are calm enough to record again. */
export const CALM_RECORDS = 500

/** Milliseconds of the first and the longest pause: each that follows soon is twice as long. */
export const PAUSE_MS = 5_000
export const PAUSE_MAX_MS = 60_000

/** Milliseconds after which a pause is forgotten. */
export const PAUSE_FORGOTTEN_MS = 120_000

/** Milliseconds between two beginnings where only what comes before an error is sent: so much is there at least. */
export const BEFORE_ERROR_MS = 60_000

/** Faults of the recorder's own after which it stops for this page. */
export const FAULTS_MAX = 10

/** Batches with recordings that are refused one after the other, after which a page records no more. */
export const REFUSALS_MAX = 3

/** Milliseconds between two batches while somebody watches. */
export const LIVE_FLUSH_MS = 1_000

/** Entries a minute of each side: consoles and requests that loop must not drown the rest. */
export const CONSOLE_PER_MINUTE = 120
export const NETWORK_PER_MINUTE = 300
export const LONG_TASKS_PER_MINUTE = 120

/** Characters of one console entry, of one of its values, and how far into an object is looked. */
export const CONSOLE_MAX_CHARS = 1_000
export const CONSOLE_DEPTH = 2
export const CONSOLE_MAX_KEYS = 12

/** Milliseconds between two pictures of a canvas, how many canvases, and their size in pixels and characters. */
export const CANVAS_MS = 1_000
export const CANVAS_MAX = 4
export const CANVAS_MAX_SIDE = 1_024
export const CANVAS_MAX_CHARS = 200_000
