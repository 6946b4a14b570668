// Every limit of the system, each with its unit and its reason. Nothing else states a number of this kind.

/** Events a batch may hold: the tracker sends 50, servers may send up to this. */
export const BATCH_MAX_EVENTS = 100

/** Bytes of a decoded ingest body: one batch must fit a 1 MiB Kinesis record with room for our stamp. */
export const BATCH_MAX_BYTES = 1_000_000

/**
 * Bytes of one Kinesis record, partition key included: the service's own default limit. What is larger once it is
 * stamped is claimed: rare, for our stamp fits beside the largest body unless that writes its numbers as powers.
 */
export const STREAM_RECORD_MAX_BYTES = 1_048_576

/** Bytes of a claimed batch: more than any body of the largest size becomes (`1e20` is the worst, 4.4 times itself). */
export const CLAIM_MAX_BYTES = 5_000_000

/**
 * Bytes of a record's JSON up to which it travels compressed. A consumer holds a hundred records at once, and whoever
 * means harm sends what compresses best: larger ones travel plain, so that the 6 MiB of an invocation bound them.
 */
export const RECORD_PACKED_MAX_BYTES = 262_144

/** Bytes of claimed batches that a consumer holds at once: what Lambda itself would hand it of records, 6 MiB. */
export const CLAIMED_AT_ONCE_MAX_BYTES = 6_291_456

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

/** Characters of the action of an activity: what the activity log of older clients holds. */
export const ACTION_MAX_CHARS = 50

/** Milliseconds without an event after which a session is over: what every peer uses (30 minutes). */
export const SESSION_IDLE_MS = 30 * 60_000

/** Milliseconds a session may last in all: a tab left open for days is not one visit (24 hours). */
export const SESSION_MAX_MS = 24 * 60 * 60_000

/** Minutes without an event that a project may choose to end a session: 1 minute to 10 hours. */
export const SESSION_IDLE_MINUTES = { min: 1, max: 600 }

/** Milliseconds without an event after which nobody is called live: long reading, not a closed laptop. */
export const SESSION_LIVE_MS = 5 * 60_000

/** Milliseconds between two events of a tab that count as attention: longer, and somebody may have gone for coffee. */
export const SESSION_ENGAGED_GAP_MS = 30_000

/** Paths, their characters, names of events and columns of activity in a session item: lists filter by them. */
export const SESSION_MAX_PAGES = 20
export const SESSION_PATH_MAX_CHARS = 120
export const SESSION_MAX_NAMES = 50
export const SESSION_MAX_ACTIVITY = 60

/** Bytes of a session as JSON, whatever is sent: each is one item, and written anew with every delivery. */
export const SESSION_MAX_BYTES = 49_152

/** Session items that one request for a list reads at most: what a second of patience and a thousandth of a cent buy. */
export const SESSION_LIST_MAX_READS = 2_000

/** Milliseconds a client's clock may be wrong before its times are replaced by ours (24 hours). */
export const CLOCK_TRUST_MS = 24 * 60 * 60_000

/** Milliseconds by which `sentAt` may lie before our receive time and still be delay, not a wrong clock (10 s). */
export const CLOCK_TOLERANCE_MS = 10_000

/** Ids of events in a session item that were sent with their own, so that one that is sent again is known: 4 kB at most. */
export const SESSION_MAX_RECENT = 512

/** Characters of the name that a client gives its session. */
export const SESSION_NAME_MAX_CHARS = 255

/** Events that a page is shown of its own session, usually and at most. */
export const LATEST_EVENTS = { usual: 50, max: 500 }

/** Days for which a browser's id leads to its sessions (30): as long as clients keep it. */
export const OWN_SESSION_DAYS = 30

/** Bytes of what a page says of its session beside its events, as JSON. */
export const SESSION_METADATA_MAX_BYTES = 2_048

/** Tabs a session item keeps a watermark for: bounds the item; the tab silent longest goes first. */
export const SESSION_MAX_TABS = 64

/** Items of one page of a list, unless the caller asks otherwise, and at most. */
export const PAGE_DEFAULT = 20
export const PAGE_MAX = 100

/** Events of a session in one answer, and their characters: an inspector reads all of them, and a Lambda may answer 6 MB. */
export const SESSION_EVENTS_PAGE_MAX = 1_000
export const SESSION_EVENTS_PAGE_MAX_CHARS = 2_000_000

/** Characters of a cursor: ours are far shorter, and nothing longer is worth decoding. */
export const CURSOR_MAX_CHARS = 512

/** Seconds a socket ticket is good for: it is used at once, and travels in a header that proxies may log. */
export const SOCKET_TICKET_SECONDS = 60

/** Seconds a user token is good for: the site's server makes another one for whoever is still logged in (1 hour). */
export const USER_TOKEN_SECONDS = 60 * 60

/** Seconds for which a login of a site's user is renewed (30 days): as long as a browser is remembered. */
export const USER_LOGIN_SECONDS = 30 * 24 * 60 * 60

/** Characters of a user's name on the site. */
export const USERNAME_MAX_CHARS = 100

/** Bytes of one WebSocket frame we take: API Gateway's frame limit. */
export const SOCKET_FRAME_MAX_BYTES = 32_768

/** Seconds between two pings of a client: usually, and what it may choose. Above 300 a proxy or API Gateway (10 minutes) cuts it. */
export const PRESENCE_PING_SECONDS = { usual: 60, min: 20, max: 300 }

/** Pings that a lease outlives: two may be lost or late, the third ends it. */
export const PRESENCE_LEASE_PINGS = 2.5

/** Milliseconds after the end of the last connection for which nobody is told (15 s): a reload, a tunnel, a next page. */
export const PRESENCE_GRACE_MS = 15_000

/** Milliseconds to which a user's latest activity is told, and between two writes of it (1 minute). */
export const PRESENCE_ACTIVE_MS = 60_000

/** Partitions that rosters are spread over: 16,000 pings a second, a million connections at a ping a minute. */
export const PRESENCE_SHARDS = 16

/** Connections of one user that are kept at once: more tabs than anybody has; the one silent longest goes first. */
export const PRESENCE_MAX_DEVICES = 50

/** Changes of one user that wait to be told at once: whoever flaps faster than that is told how it ended. */
export const PRESENCE_MAX_CHANGES = 8

/** Milliseconds by which clocks of our own machines may differ. */
export const PRESENCE_CLOCK_SLACK_MS = 5_000

/** Milliseconds for which the number of who is online is remembered (10 s). */
export const PRESENCE_COUNT_MS = 10_000

/** Milliseconds between two looks at who is due (5 s): with what a look takes, a silent end is told within 15 s. */
export const PRESENCE_SWEEP_MS = 5_000

/** Milliseconds for which whoever tells a change may be silent before another one goes on with it (10 s). */
export const PRESENCE_FAN_OUT_MS = 10_000

/** Watchers that are told between two notes of how far it has come, and pushes under way at once. */
export const PRESENCE_FAN_OUT_PAGE = 500
export const PRESENCE_PUSHES_AT_ONCE = 100

/** Frames of one connection in 10 seconds, as one container sees them: a screen that opens sends a dozen. */
export const SOCKET_MAX_FRAMES = { limit: 100, windowMs: 10_000 }

/** Users that one connection may watch. */
export const PRESENCE_MAX_WATCHED = 200

/** Seconds a connection may last: API Gateway's two hours, and a minute for clocks. */
export const SOCKET_CONNECTION_SECONDS = 2 * 60 * 60 + 60

/** Things one connection may watch: bounds what a disconnect has to clear away. */
export const SOCKET_MAX_WATCHES = 20

/** How long an ingest container believes what it knows of who watches a project's sessions. */
export const WATCHED_CACHE_MS = 2_000
export const WATCHED_CACHE_MAX = 1_000

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

/** Milliseconds for which a member's address and name are remembered (1 hour): Cognito answers 120 such calls a second in all. */
export const MEMBER_PROFILE_MS = 60 * 60_000

/** Days for which a revoked key is still listed: usage names its key for as long as it is shown. */
export const REVOKED_KEY_DAYS = 90

/** Earlier texts that a key may have in their grace: more is a script that runs wild. */
export const KEY_MAX_PREVIOUS = 10

/** Days for which usage is kept: a year, and a month to look at it. */
export const USAGE_RETENTION_DAYS = 400

/** Milliseconds between two writes of the same key's usage by one container: what a look at it may be late. */
export const USAGE_WRITE_MS = 20_000

/** Keys whose usage one container adds up. */
export const USAGE_MAX_KEYS = 1_000

/** Days for which the audit log is kept: a year, and a month to look at it. */
export const AUDIT_RETENTION_DAYS = 400

/** Entries that one request reads of it in search of an action or a session: a second, and a thousandth of a cent. */
export const AUDIT_MAX_READS = 2_000

/** Hours for which the answer to an `Idempotency-Key` is kept: longer than any client retries. */
export const IDEMPOTENCY_HOURS = 24

/** Seconds after which a request that never answered is taken for dead: longer than API Gateway lets one run (30 s). */
export const IDEMPOTENCY_CLAIM_SECONDS = 40

/** Things of one kind that an organisation or project may have: lists of them are answered whole. */
export const ORGANISATION_MAX_MEMBERS = 200
export const ORGANISATION_MAX_PROJECTS = 100
export const PROJECT_MAX_KEYS = 50
export const MEMBER_MAX_ORGANISATIONS = 50

/** Views that a member may keep in a project, and that a project may share: more than anybody finds again in a menu. */
export const MEMBER_MAX_VIEWS = 50
export const PROJECT_MAX_SHARED_VIEWS = 100

/** Seconds for which a public link may be good: five minutes for a call, thirty days for a ticket; longer is forgotten. */
export const SHARE_MIN_SECONDS = 5 * 60
export const SHARE_MAX_SECONDS = 30 * 24 * 60 * 60

/** Public links of one session that are good at once: more is a script. */
export const SESSION_MAX_SHARES = 20

/** Notes on one session, their characters, their tags and whom they mention: a page of talk, and no chat. */
export const SESSION_MAX_NOTES = 500
export const NOTE_TEXT_MAX_CHARS = 2_000
export const NOTE_MAX_TAGS = 10
export const NOTE_TAG_MAX_CHARS = 40
export const NOTE_MAX_MENTIONS = 20

/** Sessions that a list finds by one tag: what fits a request; and tags that a project is shown, the first by the alphabet. */
export const TAG_MAX_SESSIONS = 2_000
export const PROJECT_MAX_TAGS_SHOWN = 100

/** Milliseconds before a session's beginning and after its end at which a note may stand: clocks of tabs differ (1 minute). */
export const NOTE_MARGIN_MS = 60_000

/**
 * Sessions that a project may have pinned: what people chose by hand, and little beside what a site records in a day. Each
 * is looked at in every daily expiry, and all of them are read to list them.
 */
export const PROJECT_MAX_PINS = 1_000

/** Highlights of one session, and characters of their titles: as many as anybody cuts from a visit, and a line of text. */
export const SESSION_MAX_HIGHLIGHTS = 100
export const HIGHLIGHT_TITLE_MAX_CHARS = 200

/** Milliseconds of a highlight at least: less is a moment, and a note says more of it (1 second). */
export const HIGHLIGHT_MIN_MS = 1_000

/** Highlights that one request for a project's list looks at, at most: a page that is searched for is found, or goes on. */
export const HIGHLIGHT_LIST_MAX_READS = 1_000

/** Mentions that a member is shown: the newest. */
export const MENTIONS_SHOWN = 50

/** Requests of one member or secret key in 60 seconds: a busy screen asks about 20, a script may ask steadily. */
export const API_LIMIT = { limit: 100, windowSeconds: 60 }

/** Requests of one address in 60 seconds, everywhere but at the ingest: an office shares one. */
export const IP_LIMIT = { limit: 300, windowSeconds: 60 }

/** Requests of one address at the ingest in 60 seconds: every tab of every person of an office sends batches. */
export const IP_INGEST_LIMIT = { limit: 6_000, windowSeconds: 60 }

/** Failed logins in 15 minutes: a person mistypes a few times, a guesser needs thousands. */
export const AUTH_LIMIT = { limit: 10, windowSeconds: 15 * 60 }

/** Presence requests of one user in 60 seconds: everything after the first goes over the socket. */
export const PRESENCE_LIMIT = { limit: 10, windowSeconds: 60 }

/** Erasures asked for by one member or secret key, or from one address, in an hour: a script that clears a list waits a little. */
export const ERASURE_LIMIT = { limit: 100, windowSeconds: 60 * 60 }

/** Events of one project: 1,000 a second for ever, 10,000 at once, which is a launch or a queue that was offline. */
export const INGEST_LIMIT = { perSecond: 1_000, burst: 10_000 }

/** The most that a setting may make of a limit: requests in a window, seconds of it (a day), events a second, burst. */
export const LIMIT_MAX = { limit: 1_000_000, windowSeconds: 86_400, perSecond: 100_000, burst: 10_000_000 }

/** Milliseconds that unused tokens of a lease stay good: a container that falls silent strands them no longer. */
export const LEASE_MAX_MS = 60_000

/** Share of a whole limit that one container leases at most: 40 batches, and the rest is for the others. */
export const LEASE_MAX_SHARE = 1 / 5

/** Share of what is left that a container leases before it knows its demand: 3 batches, or 93 requests of an address. */
export const LEASE_FIRST_SHARE = 1 / 64

/** Milliseconds of its demand that a container leases even when little is left: what it uses up at once. */
export const LEASE_MIN_HORIZON_MS = 1_000

/** Milliseconds that a container refuses before it asks an empty bucket again: what `Retry-After` can say at least. */
export const REFUSAL_MIN_MS = 1_000

/** Milliseconds that a request waits for its limit: DynamoDB answers in ten, and nobody is kept waiting for a counter. */
export const LIMIT_TIMEOUT_MS = 1_000

/** Milliseconds without asking again after a limit could not be asked: an outage delays one request, not each. */
export const LIMIT_OUTAGE_MS = 1_000

/** Seconds that a row of a limit outlives its meaning: clocks differ, and a refusal may still be read. */
export const LIMIT_ROW_GRACE_SECONDS = 60

/** Milliseconds and number of limits that one container remembers (15 minutes): the longest window, about 3 MB. */
export const LIMIT_MEMORY_MS = 15 * 60_000
export const LIMIT_MEMORY_MAX = 10_000
/** Milliseconds that a segment of a replay covers: seeking loads one, so a minute is a second's download. */
export const REPLAY_SEGMENT_MS = 60_000

/** Characters recorded in a segment, its snapshot aside, at which it ends early: a busy minute must load at once. */
export const REPLAY_SEGMENT_MAX_CHARS = 8_000_000

/** Bytes of compressed segments that lie in one file: a write costs the same for one as for many (4 MB). */
export const REPLAY_PACK_MAX_BYTES = 4_000_000

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

/** Side events of a recording in one answer: an inspector of four hours needs a few requests, none above 2 MB. */
export const SIDE_PAGE_DEFAULT = 500
export const SIDE_PAGE_MAX = 5_000

export const SIDE_PAGE_MAX_CHARS = 2_000_000

/** Side events of one session, and their characters: an inspector shows no more, and a merge holds them all at once. */
export const REPLAY_MAX_SIDE_EVENTS = 50_000
export const REPLAY_MAX_SIDE_CHARS = 30_000_000

/** Stored objects of a session that one step of a merge takes: what a step has merged stands, whatever comes then. */
export const REPLAY_STEP_PARTS = 250

/**
 * Milliseconds by which a tab's clock may turn out to have been further off than its segments were placed by, before
 * they are all placed anew: less is seen by nobody, and clocks drift by as much within hours.
 */
export const REPLAY_CLOCK_SLACK_MS = 100

/** Milliseconds in which opening a session that runs merges it once: what is newer comes with the next opening. */
export const REPLAY_FRESH_MS = 3_000

/** Milliseconds after which opening a replay answers with what is merged, and at which a step is given up. */
export const REPLAY_OPEN_MS = 6_000
export const REPLAY_OPEN_LATEST_MS = 24_000

/** Milliseconds for which who watches a session is not written into the audit log again (an hour). */
export const REPLAY_WATCHED_MS = 60 * 60_000

/** Parts of its time that the activity of a replay is counted in: as many as a time line has bars. */
export const REPLAY_ACTIVITY_SLOTS = 200

/** Milliseconds without anything from any tab that the time line shows as a gap. */
export const REPLAY_GAP_MS = 30_000

/** Milliseconds that a finished session waits for batches that are counted but not yet stored (2 hours). */
export const REPLAY_WAIT_MS = 2 * 60 * 60_000

/**
 * Milliseconds for which an object of the lake stays after the last manifest that names it: a query or a compaction
 * that began before lasts 15 minutes at most, as any function, and clocks differ (30 minutes).
 */
export const LAKE_GRACE_MS = 30 * 60_000

/** Milliseconds after its end at which a day of the lake is compacted: a consumer's clock may be late (10 minutes). */
export const LAKE_DAY_MARGIN_MS = 10 * 60_000

/** Bytes of gzipped NDJSON that one step of a compaction takes: about 3 million events, a minute, and room on disk. */
export const LAKE_STEP_MAX_BYTES = 256_000_000

/** Bytes of a screenshot inside a request: as base64 it still fits what Lambda is called with (4 MiB of 6). */
export const SCREENSHOT_INLINE_MAX_BYTES = 4_194_304

/** Bytes of a request with a screenshot as base64 in JSON: four for three, and what is said of it. */
export const SCREENSHOT_BODY_MAX_BYTES = 5_700_000

/** Bytes of a screenshot that is uploaded by a form: a full page of a large screen as PNG, and no video. */
export const SCREENSHOT_UPLOAD_MAX_BYTES = 20_000_000

/** Seconds for which the form of an upload is good: a slow phone sends 20 MB in five minutes. */
export const SCREENSHOT_UPLOAD_SECONDS = 600

/** Pixels of a screenshot: 1,920 by 50,000; an image that says more would cost whoever shows it gigabytes. */
export const SCREENSHOT_MAX_PIXELS = 100_000_000

/** Events that a screenshot counts for in its project's limit: it is stored by itself and as large as a full batch. */
export const SCREENSHOT_COST = 50

/** Characters of a page's title: more than any tab or list shows. */
export const PAGE_TITLE_MAX_CHARS = 300

/** Bytes of a screenshot in one answer: as base64 it fits what Lambda gives back (6 MiB). */
export const SCREENSHOT_PART_MAX_BYTES = 4_194_304
/** Milliseconds for which a container remembers who is suppressed and who is not: a minute late, an erasure looks again anyway. */
export const SUPPRESSION_CACHE_MS = 60_000

/** People remembered so by one container: about 1 MB. */
export const SUPPRESSION_CACHE_MAX = 10_000

/** Days for which nothing of an erased id is taken: as long as the longest retention, so that no old copy comes back. */
export const SUPPRESSION_DAYS = RETENTION_MAX_DAYS

/** Days for which the receipt of an erasure is kept: three years, within which somebody may ask for it. */
export const ERASURE_RECEIPT_DAYS = 1_095

/**
 * Milliseconds between two looks of an erasure (35 minutes): longer than any function runs that may have begun before,
 * than a container remembers who is suppressed, and than the lake's grace.
 */
export const ERASURE_SETTLE_MS = LAKE_GRACE_MS + 5 * 60_000

/** Milliseconds after the stream's own retention at which an erasure looks for the last time (1 hour). */
export const ERASURE_STREAM_MARGIN_MS = 60 * 60_000

/** Addresses of one session that are noted, and all that is kept of it with what its style sheets name: far more than a page shows. */
export const ASSET_MAX_ADDRESSES = 500
export const ASSET_MAX_OF_SESSION = 1_000

/** Candidates of one `srcset`: an image in more sizes than any screen needs. */
export const ASSET_MAX_CANDIDATES = 8

/** Addresses that are remembered of one style sheet. */
export const ASSET_MAX_OF_SHEET = 300

/** Levels of sheets that import sheets. */
export const ASSET_MAX_IMPORTS = 3

/** Bytes of one asset, unpacked: a framework's styles, a font of all Chinese characters, a photograph of a camera. */
export const ASSET_MAX_BYTES = { style: 3_000_000, font: 8_000_000, image: 10_000_000 }

/** Bytes that are fetched for one session, and for one project in a day: what a large site has, and no more than a visit a second. */
export const ASSET_SESSION_MAX_BYTES = 100_000_000
export const ASSET_DAY_MAX_BYTES = 2_000_000_000

/** Requests for one project in a day. */
export const ASSET_DAY_MAX_REQUESTS = 20_000

/** Requests under way at once: to one host no more than one browser makes, and in all what one function holds in memory. */
export const ASSET_AT_ONCE = { host: 4, all: 12 }

/** Redirects that are followed. */
export const ASSET_MAX_REDIRECTS = 3

/** Milliseconds for a whole answer: a site that takes longer is busy with somebody else. */
export const ASSET_TIMEOUT_MS = 15_000

/** Milliseconds for which what was fetched is taken for what the address has (a day). */
export const ASSET_FRESH_MS = 24 * 60 * 60_000

/** Milliseconds after a failure before the next try: doubled each time, from ten minutes to a week. */
export const ASSET_RETRY_MS = { first: 10 * 60_000, most: 7 * 24 * 60 * 60_000 }

/** Milliseconds for which what a session still lacks is tried again (a day): then it stays without. */
export const ASSET_PATIENCE_MS = 24 * 60 * 60_000

/** Bytes of an asset in one answer: as base64 it fits what Lambda gives back (6 MiB). */
export const ASSET_PART_MAX_BYTES = 4_194_304

/** Contents of one answer with several, and their bytes: as base64 in JSON they fit what Lambda gives back. */
export const ASSET_BUNDLE_MAX = { contents: 40, bytes: 3_000_000 }

/**
 * Bytes of a recording that is imported, plain: an hour of a busy page, which parsed takes a function ten times as much
 * memory; and so of an upload, which may be gzip.
 */
export const IMPORT_MAX_BYTES = 100_000_000

/** Seconds for which the form of its upload is good: 100 MB in an hour is a slow line. */
export const IMPORT_UPLOAD_SECONDS = 3_600

/**
 * Seconds that one try of the import of an upload may take: several times what the largest file takes on a busy core.
 * After as long without a word of how far it is, with room for the service's pauses between tries, it has broken off.
 */
export const IMPORT_TASK_SECONDS = 300

/** Milliseconds that it may cover: as long as a session, with room for the clock at both ends. */
export const IMPORT_MAX_MS = SESSION_MAX_MS - 10 * 60_000

/** Bytes of what is recorded in one batch of it: claimed whole, with room for its events and our stamp. */
export const IMPORT_BATCH_MAX_BYTES = 4_000_000

/** Page views that are told of it: more is a page that writes its address as it scrolls. */
export const IMPORT_MAX_PAGE_VIEWS = 1_000

/** Characters of a shown name and of what a user says of itself: what profile pages have room for. */
export const DISPLAY_NAME_MAX_CHARS = 100
export const BIO_MAX_CHARS = 1_000

/** Traits of one user, characters of a trait's name, and of its value as JSON: a profile, and no document (60 kB at most). */
export const USER_MAX_TRAITS = 60
export const TRAIT_NAME_MAX_CHARS = 100
export const TRAIT_MAX_CHARS = 1_000

/** Milliseconds after which a username that nobody came to bear is free again: its claimer died on the way (1 minute). */
export const USERNAME_CLAIM_MS = 60_000

/** Users whose presence one request reads: one BatchGetItem. */
export const PRESENCE_MAX_USERS = 100

/** Users of one conversation: a group, and no broadcast; their presence is one read. */
export const CONVERSATION_MAX_PARTICIPANTS = 50

/** Conversations of one user that a list looks through: sorted by their newest message, in memory. */
export const USER_MAX_CONVERSATIONS = 1_000

/** Characters of a message. */
export const MESSAGE_MAX_CHARS = 4_000

/** Sockets that one message is pushed to: a group with two devices each. */
export const MESSAGE_MAX_PUSHES = 100

/** Activities in one request: each is an event, and a batch has as many. */
export const ACTIVITY_MAX_BATCH = BATCH_MAX_EVENTS

/** Characters of a user's password: OWASP's least, and enough for any sentence; hashing longer ones costs. */
export const USER_PASSWORD_CHARS = { min: 8, max: 256 }

/**
 * What scrypt costs for a password: 32 MiB and about a third of a second, as OWASP's sheet has it for this memory.
 * Each hash keeps its own, so that this may grow.
 */
export const SCRYPT_COST = { log2N: 15, r: 8, p: 3 }

/** Days of the longest range that a question is asked about: what the longest retention keeps, and a leap year beside. */
export const ANALYTICS_RANGE_MAX_DAYS = 1_100

/** Intervals of a timeline: each minute of a day, and more than any chart shows (1,500). */
export const ANALYTICS_BUCKETS_MAX = 1_500

/** Rows that a breakdown gives at most (1,000). */
export const ANALYTICS_ROWS_MAX = 1_000

/** Steps of a funnel: each is a pass over its events (8). */
export const FUNNEL_STEPS_MAX = 8

/** Minutes from the first step of a funnel to its last one: a season (90 days). */
export const FUNNEL_WINDOW_MAX_MINUTES = 129_600

/** Periods that a cohort is followed for: the days of a month (31). */
export const RETENTION_PERIODS_MAX = 31

/** Steps of a journey that are shown: beyond them nobody can follow the lines (7). */
export const JOURNEY_STEPS_MAX = 7

/** Goals of one question about conversion (20). */
export const GOALS_MAX = 20

/** Sessions behind a number that are given at once (200). */
export const BEHIND_ROWS_MAX = 200

/** Seconds for which the answer about a range in which nothing more should happen is kept (an hour). */
export const ANALYTICS_CLOSED_TTL_SECONDS = 3_600

/** Seconds for which the answer about a range that still runs is kept while nothing new came (a minute). */
export const ANALYTICS_OPEN_TTL_SECONDS = 60

/** Milliseconds of attention below which a session may have bounced, as others count it too (10 seconds). */
export const SESSION_ENGAGED_MIN_MS = 10_000

/** Milliseconds for which a container remembers who is on a site (5 seconds): many screens ask at once. */
export const REALTIME_CACHE_MS = 5_000

/** Projects of which it remembers that. */
export const REALTIME_CACHE_MAX = 200

/** Seconds for which a page of the activity log may be given again, whatever came meanwhile (5 minutes). */
export const ANALYTICS_ACTIVITY_TTL_SECONDS = 300

/** Activities of one page, and how far a page may begin behind the newest one: beyond it a reader names dates. */
export const ACTIVITY_PAGE_MAX = 1_000
export const ACTIVITY_OFFSET_MAX = 10_000
