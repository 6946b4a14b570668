// Runs at the edge: tells the API the viewer's address, which API Gateway would see as CloudFront's own.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls the function named handler
function handler(event) {
  var request = event.request
  request.headers['x-playhead-viewer-ip'] = { value: event.viewer.ip }
  return request
}
