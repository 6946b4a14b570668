// Runs at the edge: a path that names no file is a page of the single-page app, so index.html answers it.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls the function named handler
function handler(event) {
  var request = event.request
  var lastSegment = request.uri.substring(request.uri.lastIndexOf('/') + 1)
  if (lastSegment.indexOf('.') === -1) request.uri = '/index.html'
  return request
}
