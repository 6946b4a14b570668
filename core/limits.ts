// Every limit of the system, each with its unit and its reason. Nothing else states a number of this kind.

/** Events a batch may hold: the tracker sends 50, servers may send up to this. */
export const BATCH_MAX_EVENTS = 100

/** Bytes of a decoded ingest body: one batch must fit a 1 MiB Kinesis record with room for our stamp. */
export const BATCH_MAX_BYTES = 1_000_000

/** Bytes of one Kinesis record, partition key included: the service's own default limit. */
export const STREAM_RECORD_MAX_BYTES = 1_048_576

/** Bytes of one event's props as JSON: generous for metadata, too small to smuggle a document. */
export const EVENT_PROPS_MAX_BYTES = 32_768

/** Levels that an event's props may nest: anything deeper is not metadata. */
export const EVENT_PROPS_MAX_DEPTH = 20

/** Levels that a body may nest: a recorded page nests two per element; beyond this, walkers of JSON run out of stack. */
export const BODY_MAX_DEPTH = 1_000

/** Characters of a URL or a CSS selector: the longest that browsers and proxies handle everywhere. */
export const URL_MAX_CHARS = 2_048

/** Characters of a site's own user id. */
export const USER_ID_MAX_CHARS = 255

/** Milliseconds without an event after which a session is over: what every peer uses (30 minutes). */
export const SESSION_IDLE_MS = 30 * 60_000

/** Milliseconds a session may last in all: a tab left open for days is not one visit (24 hours). */
export const SESSION_MAX_MS = 24 * 60 * 60_000

/** Milliseconds a client's clock may be wrong before its times are replaced by ours (24 hours). */
export const CLOCK_TRUST_MS = 24 * 60 * 60_000

/** Milliseconds by which `sentAt` may lie before our receive time and still be delay, not a wrong clock (10 s). */
export const CLOCK_TOLERANCE_MS = 10_000

/** Tabs a session item keeps a watermark for: bounds the item; the tab silent longest goes first. */
export const SESSION_MAX_TABS = 64

/** Items of one page of a list, unless the caller asks otherwise, and at most. */
export const PAGE_DEFAULT = 20
export const PAGE_MAX = 100

/** Characters of a cursor: ours are far shorter, and nothing longer is worth decoding. */
export const CURSOR_MAX_CHARS = 512

/** Seconds a socket ticket is good for: it is used at once, and travels in a header that proxies may log. */
export const SOCKET_TICKET_SECONDS = 60

/** Bytes of one WebSocket frame we take: API Gateway's frame limit. */
export const SOCKET_FRAME_MAX_BYTES = 32_768

/** Seconds a connection may last: API Gateway's two hours, and a minute for clocks. */
export const SOCKET_CONNECTION_SECONDS = 2 * 60 * 60 + 60

/** Things one connection may watch: bounds what a disconnect has to clear away. */
export const SOCKET_MAX_WATCHES = 20

/** Milliseconds for which a key look-up is remembered, found or not: a revoked key stops within a minute everywhere. */
export const KEY_CACHE_MS = 30_000

/** Key look-ups remembered by one container: rubbish keys must not fill its memory. */
export const KEY_CACHE_MAX = 1_000

/** Milliseconds to which times in rarely rewritten index keys and visitor rows are rounded (10 minutes). */
export const COARSE_TIME_MS = 10 * 60_000

/** Days that events, and the sessions and people they tell of, are kept unless the stage or project says otherwise. */
export const EVENT_RETENTION_DAYS = 90

/** Days that recordings and screenshots are kept unless the project says otherwise: the bulk of what is stored. */
export const REPLAY_RETENTION_DAYS = 30

/** Days that a project may ask for at most: two years, beyond which nobody looks and everybody pays. */
export const RETENTION_MAX_DAYS = 730

/** Bytes of a decoded body of anything but the ingest: settings and logins are small. */
export const BODY_MAX_BYTES = 65_536

/** Days for which an invitation waits. */
export const INVITATION_DAYS = 7

/** Days for which the audit log is kept: a year, and a month to look at it. */
export const AUDIT_RETENTION_DAYS = 400

/** Hours for which the answer to an `Idempotency-Key` is kept: longer than any client retries. */
export const IDEMPOTENCY_HOURS = 24

/** Seconds after which a request that never answered is taken for dead: longer than API Gateway lets one run (30 s). */
export const IDEMPOTENCY_CLAIM_SECONDS = 40

/** Things of one kind that an organisation or project may have: lists of them are answered whole. */
export const ORGANISATION_MAX_MEMBERS = 200
export const ORGANISATION_MAX_PROJECTS = 100
export const PROJECT_MAX_KEYS = 50
export const MEMBER_MAX_ORGANISATIONS = 50

/** Milliseconds that a segment of a replay covers: seeking loads one, so a minute is a second's download. */
export const REPLAY_SEGMENT_MS = 60_000

/** Characters recorded in a segment, its snapshot aside, at which it ends early: a busy minute must load at once. */
export const REPLAY_SEGMENT_MAX_CHARS = 8_000_000

/** Characters of recordings that are merged of one session; what follows is cut, and the manifest says so. */
export const REPLAY_SESSION_MAX_CHARS = 1_000_000_000

/** Nodes of one recorded document: ten times the largest pages in the wild. */
export const REPLAY_MAX_NODES = 300_000

/** Levels of one recorded document: the parsers of browsers stop at 512. */
export const REPLAY_MAX_DEPTH = 512

/** Characters that the fold holds of one document, all attributes, texts and style rules together. */
export const REPLAY_MAX_DOCUMENT_CHARS = 64_000_000

/** Steps remembered of one style sheet: libraries insert thousands of rules; beyond this a page only toggles them. */
export const REPLAY_MAX_SHEET_OPERATIONS = 20_000

/** Constructed style sheets of one document. */
export const REPLAY_MAX_ADOPTED_SHEETS = 2_000

/** Iframe contents that may wait for their iframe, and fonts of one document. */
export const REPLAY_MAX_WAITING_DOCUMENTS = 50
export const REPLAY_MAX_FONTS = 200

/** Marks on the time line of one session: more cannot be told apart on a screen. */
export const REPLAY_MAX_MARKERS = 2_000

/** Milliseconds without anything from any tab that the time line shows as a gap. */
export const REPLAY_GAP_MS = 30_000

/** Milliseconds that a finished session waits for batches that are counted but not yet stored (2 hours). */
export const REPLAY_WAIT_MS = 2 * 60 * 60_000
