// Runs at the edge: a WebSocket API knows no paths, so /ws/sessions/<id> travels as /ws?channel=session:<id>.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls the function named handler
function handler(event) {
  var request = event.request
  var session = request.uri.match(/^\/ws\/sessions\/([^/]+)$/)
  if (session) request.querystring.channel = { value: `session:${session[1]}` }
  request.uri = '/ws'
  return request
}
