// Every number of the pictures, with its unit and its reason.

/** Milliseconds from a page view until its page has settled: routers and their first requests are done by then. */
export const SETTLE_MS = 800

/** Milliseconds a page may take at most to load its fonts. */
export const FONTS_MS = 2_000

/** Milliseconds of work in one go; what a browser paints between two frames must fit beside it. */
export const SLICE_MS = 8

/** Milliseconds after which work goes on in a page that is never idle. */
export const IDLE_LATEST_MS = 200

/** Nodes of one picture: beyond that a page is not pictured, as its drawing would be felt. */
export const NODES_MAX = 30_000

/** Characters of all that is drawn: a page's source with its images. */
export const SOURCE_MAX_CHARS = 12_000_000

/** Bytes of one image or font, of all of them, and their number. */
export const RESOURCE_MAX_BYTES = 600_000
export const RESOURCES_MAX_BYTES = 6_000_000
export const RESOURCES_MAX = 150

/** Milliseconds until a font or image counts as missing. */
export const RESOURCE_MAX_MS = 3_000

/** Pixels of a picture: what the smallest phones let a canvas have. Larger pages are drawn smaller. */
export const AREA_MAX_PX = 16_000_000
export const SIDE_MAX_PX = 16_000

/** Pixels of height that are painted in one go. */
export const STRIP_PX = 800

/** Bytes of a picture: well below what the ingest takes, and what a visitor on the road may be asked for. */
export const PICTURE_MAX_BYTES = 1_500_000

/** Tries to get below them, each smaller and coarser than the last. */
export const ENCODE_TRIES = 4

/** Depth of frames within frames. */
export const FRAMES_MAX_DEPTH = 3

/** Milliseconds until a picture that could not be delivered is sent once more. */
export const RETRY_MS = 5_000
