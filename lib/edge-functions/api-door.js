// Runs at the edge, before the API: answers a body that no function can be handed, and tells the viewer's address.
// The same as BATCH_MAX_BYTES of core/limits.ts. Lambda is called with at most 6 MiB of JSON, in which base64 makes
// four bytes of three and an escape up to six of one: a larger body may end in API Gateway's own words.
var BODY_MAX_BYTES = 1000000
// Screenshots: SCREENSHOT_INLINE_MAX_BYTES as an image, which becomes base64 on its way, and SCREENSHOT_BODY_MAX_BYTES
// as JSON, in which it is base64 already.
var SCREENSHOTS = '/api/v1/track/screenshot'
var IMAGE_MAX_BYTES = 4194304
var JSON_MAX_BYTES = 5700000
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls the function named handler
function handler(event) {
  var request = event.request
  var length = request.headers['content-length']
  var most = mostBytes(request)
  if (length && Number(length.value) > most) return tooLarge(most, event.context.requestId)
  // API Gateway would see CloudFront's own.
  request.headers['x-playhead-viewer-ip'] = { value: event.viewer.ip }
  return request
}

function mostBytes(request) {
  if (request.uri !== SCREENSHOTS) return BODY_MAX_BYTES
  var type = request.headers['content-type']
  var isText = type && /^(application\/json|text\/plain)/i.test(type.value)
  return isText && !request.headers['content-encoding'] ? JSON_MAX_BYTES : IMAGE_MAX_BYTES
}

function tooLarge(most, requestId) {
  return {
    statusCode: 413,
    statusDescription: 'Payload Too Large',
    headers: {
      'content-type': { value: 'application/problem+json' },
      'cache-control': { value: 'no-store' },
      'x-content-type-options': { value: 'nosniff' },
      // A page of any origin may send events, and learns why they are refused.
      'access-control-allow-origin': { value: '*' },
    },
    body: JSON.stringify({
      type: 'urn:playhead:problem:body-too-large',
      title: 'Payload Too Large',
      status: 413,
      detail: `The body may take ${most} bytes.`,
      code: 'body-too-large',
      success: false,
      requestId: requestId,
    }),
  }
}
