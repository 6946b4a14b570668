// The player's page, on an origin of its own that holds no login: what it shows is handed to it by the dashboard.
const sentence = document.getElementById('state')
const isFramed = window.parent !== window

// Inside the dashboard the sentence would be wrong; there the frame waits, empty, for what it is to show.
if (sentence && isFramed) sentence.hidden = true
