// Every number of the tracker, with its unit and its reason. Those that the ingest shares are held equal by a test.

/** Events a batch may hold: what the ingest takes at most. */
export const BATCH_MAX_EVENTS = 100

/** Characters of a URL or a selector: what the ingest takes at most. */
export const URL_MAX_CHARS = 2_048

/** Characters of a site's own user id: what the ingest takes at most. */
export const USER_ID_MAX_CHARS = 255

/** Bytes of one event's props as JSON: what the ingest takes at most. */
export const EVENT_PROPS_MAX_BYTES = 32_768

/** Milliseconds without an event after which a visit is over: the same 30 minutes that the pipeline uses. */
export const SESSION_IDLE_MS = 30 * 60_000

/** Milliseconds a visit lasts at most: the same 24 hours that the pipeline uses. */
export const SESSION_MAX_MS = 24 * 60 * 60_000

/** Milliseconds of a day. */
export const DAY_MS = 24 * 60 * 60_000

/** Seconds a cookie lives after it is written: as long as browsers allow at most; what is in it says its own age. */
export const COOKIE_MAX_AGE_SECONDS = 400 * 24 * 60 * 60

/** Milliseconds between looks at what other tabs have stored: a storage read on each event would be felt. */
export const SHARED_ID_CHECK_MS = 5_000

/** Milliseconds between writes that slide an expiry: far below the shortest expiry, far above one an event. */
export const SESSION_WRITE_MS = 5_000
export const VISITOR_WRITE_MS = 60 * 60_000

/** Bytes of one request body: browsers refuse `keepalive` bodies above 64 KiB in flight. */
export const KEEPALIVE_MAX_BYTES = 60_000

/** Bytes of the last batch's content: such a request body less the envelope around it. */
export const KEEPALIVE_BATCH_BYTES = KEEPALIVE_MAX_BYTES - 500

/** Events that wait while the ingest cannot be reached: half a megabyte, as they usually are. */
export const QUEUE_MAX_EVENTS = 1_000

/** Milliseconds from the first event to its batch, so that a visit shows at once. */
export const FIRST_FLUSH_MS = 1_000

/** Milliseconds until a request without an answer counts as failed: the gateway gives up at 30 s. */
export const REQUEST_TIMEOUT_MS = 30_000

/** Milliseconds of the first and of the longest wait between two tries. */
export const RETRY_BASE_MS = 1_000
export const RETRY_MAX_MS = 60_000

/** Milliseconds of a Retry-After that we heed at most: a wrong header must not silence a tab for a day. */
export const RETRY_AFTER_MAX_MS = 10 * 60_000

/** Characters of an element's text, of an error's message and of its stack. */
export const TEXT_MAX_CHARS = 100
export const ERROR_MAX_CHARS = 500
export const STACK_MAX_CHARS = 4_000

/** Errors a page tells: one that throws in every frame must not drown the rest. */
export const ERRORS_PER_PAGE = 30

/** Steps of a selector from the element upwards: enough to be found again, short enough to read. */
export const SELECTOR_MAX_STEPS = 12

/** Nodes looked at for an element's text: bounds the work of one click. */
export const TEXT_MAX_NODES = 200

/** Milliseconds that routers take to set the title after they changed the URL. */
export const TITLE_SETTLES_MS = 100

/** Calls kept until `init`: a site that never calls it must not grow. */
export const EARLY_CALLS_MAX = 100

/** Clicks and keys kept until the part is there that tells what they mean: some seconds of a fast typist. */
export const EARLY_DEEDS_MAX = 100

/** Milliseconds until a part is fetched in a page that is never idle, or whose browser cannot tell. */
export const IDLE_LATEST_MS = 5_000
export const IDLE_FALLBACK_MS = 500

/** Characters of recording that wait in the page: a large page's snapshot and minutes of a busy one. */
export const RECORDING_MAX_CHARS = 5_000_000

/** Characters of recording that wait for an event's batch: what the last request of a page that goes can carry. */
export const RECORDING_WAIT_CHARS = 50_000

/** Characters of recording at which a batch leaves without waiting for the interval. */
export const RECORDING_FLUSH_CHARS = 400_000

/** Bytes of a batch's events and recording: the ingest takes 1,000,000, and the envelope needs some. */
export const BATCH_CONTENT_MAX_BYTES = 950_000

/** The recorder's format, as the ingest and the pipeline name it. */
export const RECORDING_FORMAT = 'rrweb-2'

/** Clicks, milliseconds and pixels that make a burst of clicks one of anger: what peers and their users agreed on. */
export const RAGE_CLICKS = 3
export const RAGE_MS = 1_000
export const RAGE_PIXELS = 30

/** Milliseconds without any effect that make a click a dead one: slow answers of a server take about as long. */
export const DEAD_CLICK_MS = 2_500

/** Milliseconds between two places of scrolling that are told. */
export const SCROLL_SETTLES_MS = 1_000

/** Milliseconds after which the pointer's places are told, and how many are told at most at once. */
export const POINTER_FLUSH_MS = 5_000
export const POINTER_MAX_POINTS = 100

/** Bytes from which a body is worth compressing. */
export const GZIP_MIN_CHARS = 1_000

/** Milliseconds after which a worker that says nothing counts as gone: it needs a tenth of a second for the largest batch. */
export const ZIP_WORKER_MS = 5_000

/** Requests that never reach anybody, one after the other, after which a page takes its endpoint for blocked. */
export const GIVE_UP_AFTER = 6

/** Milliseconds and characters of unsent batches that are kept for later pages: what the ingest still dates rightly. */
export const SPOOL_MAX_AGE_MS = 24 * 60 * 60_000
export const SPOOL_MAX_CHARS = 5_000_000

/** Characters of unsent batches that a page leaves to the next one in sessionStorage, which holds about five million. */
export const INHERIT_MAX_CHARS = 1_000_000
